package io.pillion.sidecar.policy;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one kind of mapping.
 *
 * @param supported keys that are read
 * @param foreseen keys that exist in Istio or Kubernetes and are refused by name
 */
record Vocabulary(List<String> supported, List<String> foreseen) {
  private static final int MAX_DISTANCE = 3;

  /** What to say about a key that is not supported. */
  String refusalOf(String key) {
    if (foreseen.contains(key)) {
      return "is not supported yet; supported: " + String.join(", ", supported);
    }
    String near = nearest(key);
    return "is unknown; "
        + (near == null ? "" : "did you mean " + near + "? ")
        + "supported: "
        + String.join(", ", supported);
  }

  private @Nullable String nearest(String key) {
    String best = null;
    int bestDistance = Math.min(MAX_DISTANCE, key.length() / 2) + 1;
    for (String candidate : supported) {
      int distance = distance(lower(key), lower(candidate));
      if (distance < bestDistance) {
        bestDistance = distance;
        best = candidate;
      }
    }
    return best;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  /** Edits that turn one word into the other; words too different in length are not compared. */
  private static int distance(String a, String b) {
    if (Math.abs(a.length() - b.length()) > MAX_DISTANCE) {
      return Integer.MAX_VALUE;
    }
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
