package io.pillion.agent.http;

import org.jspecify.annotations.Nullable;

/**
 * {@code client.address} as the semantic conventions want it: from {@code Forwarded}, else {@code
 * X-Forwarded-For}, else the peer.
 */
final class ClientAddress {
  private ClientAddress() {}

  static @Nullable String of(
      @Nullable String forwarded, @Nullable String forwardedFor, @Nullable String peer) {
    String named = Forwarded.parameter(forwarded, "for");
    if (named == null || isHidden(named)) {
      named = Forwarded.first(forwardedFor);
    }
    return named == null || isHidden(named) ? peer : withoutPort(named);
  }

  /** RFC 7239 section 6.2 and 6.3: not known, or deliberately not told. */
  private static boolean isHidden(String address) {
    return address.startsWith("_") || address.equalsIgnoreCase("unknown");
  }

  private static String withoutPort(String address) {
    if (address.startsWith("[")) {
      int end = address.indexOf(']');
      return end < 0 ? address : address.substring(1, end);
    }
    int colon = address.indexOf(':');
    return colon < 0 || colon != address.lastIndexOf(':') ? address : address.substring(0, colon);
  }
}
