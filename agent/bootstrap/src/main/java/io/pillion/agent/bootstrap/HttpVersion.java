package io.pillion.agent.bootstrap;

import org.jspecify.annotations.Nullable;

/** The HTTP version as the agent wants it. */
public final class HttpVersion {

  private HttpVersion() {}

  /** The digits of a protocol as on the wire, {@code HTTP/1.1}; null if it is no such name. */
  public static @Nullable String digits(@Nullable String protocol) {
    if ("HTTP/1.1".equals(protocol)) {
      // Nearly always; nothing is made for it.
      return "1.1";
    }
    if (protocol == null || !protocol.startsWith("HTTP/")) {
      return null;
    }
    String version = protocol.substring("HTTP/".length());
    return version.endsWith(".0") && !version.equals("1.0")
        ? version.substring(0, version.length() - 2)
        : version;
  }
}
