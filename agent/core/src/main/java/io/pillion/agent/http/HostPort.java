package io.pillion.agent.http;

import org.jspecify.annotations.Nullable;

/**
 * A {@code Host} header or authority taken apart.
 *
 * @param host without user and password, an IPv6 address without brackets
 * @param port 0 if there is none
 */
record HostPort(String host, int port) {
  private static final int HIGHEST_PORT = 65_535;

  /** Null if the value names no host. A port that is no port number is left out. */
  static @Nullable HostPort parse(String authority) {
    String text = authority.substring(authority.lastIndexOf('@') + 1).strip();
    int bracket = text.lastIndexOf(']');
    int colon = text.indexOf(':', Math.max(bracket, 0));
    if (bracket < 0 && colon >= 0 && text.indexOf(':', colon + 1) >= 0) {
      // More than one colon and no bracket is a bare IPv6 address.
      colon = -1;
    }
    String host = withoutBrackets(colon < 0 ? text : text.substring(0, colon));
    if (host.isEmpty()) {
      return null;
    }
    return new HostPort(host, colon < 0 ? 0 : port(text, colon + 1));
  }

  /** An IPv6 address as it is written outside of URLs; any other host as it is. */
  static String withoutBrackets(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
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
    return port <= HIGHEST_PORT ? port : 0;
  }
}
