package io.pillion.agent.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the key that somebody probably meant. */
final class NearestKey {
  private static final int MAX_DISTANCE = 4;

  private NearestKey() {}

  /** The known key that lacks only its first part or takes few edits, or null if none is near. */
  static @Nullable String of(String unknown, List<String> known) {
    for (String candidate : known) {
      if (candidate.endsWith(".".concat(unknown))) {
        return candidate;
      }
    }
    String nearest = null;
    int best = Math.min(MAX_DISTANCE, Math.max(1, unknown.length() / 2)) + 1;
    for (String candidate : known) {
      int distance = distance(unknown, candidate);
      if (distance < best) {
        best = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }

  private static int distance(String a, String b) {
    int[] previous = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] current = new int[b.length() + 1];
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
      }
      previous = current;
    }
    return previous[b.length()];
  }
}
