package io.pillion.ipc.policy;

import java.util.List;

/**
 * A request's {@code Host}, compared without case, with and without its port, and without the root
 * dot of an absolute name.
 */
final class HostName {
  private static final HostName UNUSABLE = new HostName("", 0);

  private final String authority;
  private final int nameLength;

  private HostName(String authority, int nameLength) {
    this.authority = authority;
    this.nameLength = nameLength;
  }

  /** Any text is accepted; one that no server would read as a single host matches as unknown. */
  static HostName of(String text) {
    if (text.isEmpty() || hasForeignCharacter(text)) {
      return UNUSABLE;
    }
    int nameLength = nameLength(text);
    if (nameLength == 0 || text.charAt(nameLength - 1) != '.') {
      return new HostName(text, nameLength);
    }
    String name = text.substring(0, nameLength - 1);
    return new HostName(name + text.substring(nameLength), name.length());
  }

  /** Among them the comma, which joins repeated headers, and @, which would hide the real host. */
  private static boolean hasForeignCharacter(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c >= 0x7f || ",@/\\?#".indexOf(c) >= 0) {
        return true;
      }
    }
    return false;
  }

  private static int nameLength(String text) {
    int colon = text.lastIndexOf(':');
    boolean hasPort =
        colon > text.lastIndexOf(']') && (text.indexOf(':') == colon || text.charAt(0) == '[');
    return hasPort ? colon : text.length();
  }

  int match(List<StringPattern> patterns) {
    if (nameLength == 0) {
      return Match.UNKNOWN;
    }
    for (int i = 0; i < patterns.size(); i++) {
      StringPattern pattern = patterns.get(i);
      if (pattern.matches(authority, authority.length(), true)
          || pattern.matches(authority, nameLength, true)) {
        return Match.YES;
      }
    }
    return Match.NO;
  }
}
