package io.pillion.agent.http;

import java.util.List;
import java.util.Locale;

/**
 * Texts in which {@code *} stands for any characters, also none.
 *
 * <p><b>Threading.</b> Immutable. Matching allocates nothing and takes, for each pattern, at most
 * the product of both lengths.
 */
final class Patterns {
  private final String[] patterns;
  private final boolean ignoreCase;

  private Patterns(List<String> patterns, boolean ignoreCase) {
    this.patterns = new String[patterns.size()];
    for (int i = 0; i < this.patterns.length; i++) {
      String pattern = patterns.get(i);
      this.patterns[i] = ignoreCase ? pattern.toLowerCase(Locale.ROOT) : pattern;
    }
    this.ignoreCase = ignoreCase;
  }

  /** Matches the very characters. */
  static Patterns exactly(List<String> patterns) {
    return new Patterns(patterns, false);
  }

  /** Matches ASCII letters without case. */
  static Patterns ignoringCase(List<String> patterns) {
    return new Patterns(patterns, true);
  }

  boolean isEmpty() {
    return patterns.length == 0;
  }

  /** Whether any of them is the text. */
  boolean match(String text) {
    return match(text, 0, text.length());
  }

  /** Whether any of them is that part of the text. */
  boolean match(String text, int from, int to) {
    for (String pattern : patterns) {
      if (matches(pattern, text, from, to)) {
        return true;
      }
    }
    return false;
  }

  private boolean matches(String pattern, String text, int from, int to) {
    int at = from;
    int p = 0;
    int star = -1;
    int retry = from;
    while (at < to) {
      if (p < pattern.length() && pattern.charAt(p) == '*') {
        star = p++;
        retry = at;
      } else if (p < pattern.length() && pattern.charAt(p) == folded(text.charAt(at))) {
        p++;
        at++;
      } else if (star >= 0) {
        // The latest star takes one more; earlier ones need never change.
        p = star + 1;
        at = ++retry;
      } else {
        return false;
      }
    }
    while (p < pattern.length() && pattern.charAt(p) == '*') {
      p++;
    }
    return p == pattern.length();
  }

  private char folded(char c) {
    return ignoreCase && c >= 'A' && c <= 'Z' ? (char) (c | 0x20) : c;
  }
}
