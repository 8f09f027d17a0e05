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
    if (lines.size() == 1 && isPlain(lines.get(0))) {
      return lines.get(0);
    }
    StringBuilder joined = new StringBuilder();
    Set<String> keys = new HashSet<>();
    for (String line : lines) {
      for (String part : line.split(",", -1)) {
        String member = OptionalSpace.trim(part);
        if (member.isEmpty()) {
          continue;
        }
        int equals = member.indexOf('=');
        if (!isMember(member, 0, equals, member.length())
            || !keys.add(member.substring(0, equals))
            || keys.size() > MOST_MEMBERS) {
          return null;
        }
        joined.append(joined.isEmpty() ? "" : ",").append(member);
      }
    }
    return keys.isEmpty() ? null : joined.toString();
  }

  /** Whether a line is valid and can stay as it is, as nearly all are: found without allocating. */
  private static boolean isPlain(String line) {
    int members = 0;
    int from = 0;
    while (true) {
      int comma = line.indexOf(',', from);
      int end = comma < 0 ? line.length() : comma;
      int equals = line.indexOf('=', from);
      if (!isMember(line, from, equals, end)
          || line.charAt(end - 1) == ' '
          || ++members > MOST_MEMBERS
          || isRepeated(line, from, equals)) {
        return false;
      }
      if (comma < 0) {
        return true;
      }
      from = comma + 1;
    }
  }

  /** Whether a valid member before {@code from} has that key. */
  private static boolean isRepeated(String line, int from, int equals) {
    int length = equals - from;
    int at = 0;
    while (at < from) {
      int end = line.indexOf('=', at);
      if (end - at == length && line.regionMatches(at, line, from, length)) {
        return true;
      }
      at = line.indexOf(',', end) + 1;
    }
    return false;
  }

  private static boolean isMember(String text, int from, int equals, int to) {
    return equals > from
        && equals < to
        && isKey(text, from, equals)
        && isValue(text, equals + 1, to);
  }

  private static boolean isKey(String text, int from, int to) {
    if (to - from > LONGEST || !isLetterOrDigit(text.charAt(from))) {
      return false;
    }
    for (int i = from + 1; i < to; i++) {
      char c = text.charAt(i);
      if (!isLetterOrDigit(c) && c != '_' && c != '-' && c != '*' && c != '/' && c != '@') {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static boolean isValue(String text, int from, int to) {
    if (to == from || to - from > LONGEST) {
      return false;
    }
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c < 0x20 || c > 0x7e || c == '=') {
        return false;
      }
    }
    return true;
  }
}
