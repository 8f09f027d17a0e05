package io.pillion.agent.http;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code client.address} as the semantic conventions want it: from {@code Forwarded}, else {@code
 * X-Forwarded-For}, else the peer. The headers can be forged; it is for looking at, not for policy.
 */
final class ClientAddress {
  private ClientAddress() {}

  static @Nullable String of(
      @Nullable String forwarded, @Nullable String forwardedFor, @Nullable String peer) {
    if (forwarded != null) {
      String address = fromForwarded(forwarded);
      if (address != null) {
        return address;
      }
    }
    if (forwardedFor != null) {
      int comma = forwardedFor.indexOf(',');
      String first = (comma < 0 ? forwardedFor : forwardedFor.substring(0, comma)).strip();
      if (!first.isEmpty()) {
        return withoutPort(first);
      }
    }
    return peer;
  }

  /** RFC 7239 section 4: the first {@code for=}. */
  private static @Nullable String fromForwarded(String header) {
    int start = header.toLowerCase(Locale.ROOT).indexOf("for=");
    if (start < 0) {
      return null;
    }
    int end = start += 4;
    while (end < header.length() && ",;".indexOf(header.charAt(end)) < 0) {
      end++;
    }
    String value = header.substring(start, end).replace("\"", "").strip();
    return value.isEmpty() ? null : withoutPort(value);
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
