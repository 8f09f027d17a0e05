package io.pillion.agent.http;

import org.jspecify.annotations.Nullable;

/**
 * A {@code Host} header or authority taken apart.
 *
 * @param port 0 if there is none
 */
record HostPort(String host, int port) {

  /** Null if the value is absent or empty. A port that is no number is left out. */
  static @Nullable HostPort parse(@Nullable String authority) {
    if (authority == null || authority.isEmpty()) {
      return null;
    }
    int colon = authority.lastIndexOf(':');
    if (colon <= 0 || authority.indexOf(']') > colon) {
      return new HostPort(authority, 0);
    }
    // More than one colon and no bracket is a bare IPv6 address.
    if (authority.charAt(0) != '[' && authority.indexOf(':') != colon) {
      return new HostPort(authority, 0);
    }
    return new HostPort(authority.substring(0, colon), port(authority, colon + 1));
  }

  private static int port(String text, int from) {
    int port = 0;
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9' || i - from >= 5) {
        return 0;
      }
      port = port * 10 + (c - '0');
    }
    return port;
  }
}
