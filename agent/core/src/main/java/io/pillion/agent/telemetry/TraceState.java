package io.pillion.agent.telemetry;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The {@code tracestate} header, W3C Trace Context section 3.3: up to 32 members {@code key=value},
 * over one or several header lines. It is passed on unchanged, or, if any of it is not valid, not
 * at all.
 */
final class TraceState {
  private static final int MOST_MEMBERS = 32;
  private static final int LONGEST = 256;

  private TraceState() {}

  /** Joins the lines in order; null if there is nothing to pass on. */
  static @Nullable String join(List<String> lines) {
    if (lines.isEmpty()) {
      return null;
    }
    StringBuilder joined = new StringBuilder();
    Set<String> keys = new HashSet<>();
    for (String line : lines) {
      for (String member : line.split(",", -1)) {
        String trimmed = OptionalSpace.trim(member);
        if (trimmed.isEmpty()) {
          continue;
        }
        int equals = trimmed.indexOf('=');
        if (equals <= 0
            || !isKey(trimmed, equals)
            || !isValue(trimmed, equals + 1)
            || !keys.add(trimmed.substring(0, equals))) {
          return null;
        }
        joined.append(joined.isEmpty() ? "" : ",").append(trimmed);
      }
    }
    return keys.isEmpty() || keys.size() > MOST_MEMBERS ? null : joined.toString();
  }

  private static boolean isKey(String member, int length) {
    if (length > LONGEST || !isLetterOrDigit(member.charAt(0))) {
      return false;
    }
    for (int i = 1; i < length; i++) {
      char c = member.charAt(i);
      if (!isLetterOrDigit(c) && c != '_' && c != '-' && c != '*' && c != '/' && c != '@') {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static boolean isValue(String member, int from) {
    int length = member.length() - from;
    if (length == 0 || length > LONGEST) {
      return false;
    }
    for (int i = from; i < member.length(); i++) {
      char c = member.charAt(i);
      if (c < 0x20 || c > 0x7e || c == '=') {
        return false;
      }
    }
    return true;
  }
}
