package io.pillion.agent.telemetry;

/** Optional white space of HTTP, RFC 9110 section 5.6.3: blank or tab, nothing else. */
final class OptionalSpace {
  private OptionalSpace() {}

  /** Without it at both ends. */
  static String trim(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }
}
