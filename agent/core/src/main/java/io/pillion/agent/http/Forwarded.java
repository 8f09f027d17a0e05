package io.pillion.agent.http;

import org.jspecify.annotations.Nullable;

/**
 * The {@code Forwarded} header, RFC 7239 section 4, and its forerunners. All of them can be forged;
 * they are for looking at, not for policy.
 */
final class Forwarded {
  private Forwarded() {}

  /** The first value of a parameter in a {@code Forwarded} header; null if there is none. */
  static @Nullable String parameter(@Nullable String header, String name) {
    int at = 0;
    while (header != null && at < header.length()) {
      int equals = next(header, at, "=,;");
      if (equals == header.length() || header.charAt(equals) != '=') {
        at = equals + 1;
        continue;
      }
      int end = endOfValue(header, equals + 1);
      if (header.substring(at, equals).strip().equalsIgnoreCase(name)) {
        String value = unquoted(header.substring(equals + 1, end).strip());
        if (!value.isEmpty()) {
          return value;
        }
      }
      at = end + 1;
    }
    return null;
  }

  /** The first element of a comma-separated header; null if there is none. */
  static @Nullable String first(@Nullable String header) {
    if (header == null) {
      return null;
    }
    String first = header.substring(0, next(header, 0, ",")).strip();
    return first.isEmpty() ? null : first;
  }

  private static int endOfValue(String header, int from) {
    boolean quoted = false;
    for (int i = from; i < header.length(); i++) {
      char c = header.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && (c == ',' || c == ';')) {
        return i;
      }
    }
    return quoted ? next(header, from, ",;") : header.length();
  }

  private static String unquoted(String value) {
    return value.replace("\"", "");
  }

  private static int next(String text, int from, String stops) {
    int at = from;
    while (at < text.length() && stops.indexOf(text.charAt(at)) < 0) {
      at++;
    }
    return at;
  }
}
