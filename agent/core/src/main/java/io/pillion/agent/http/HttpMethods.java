package io.pillion.agent.http;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The methods that HTTP semantic conventions know; any other is reported as {@code _OTHER}. */
final class HttpMethods {
  static final String OTHER = "_OTHER";

  private static final Set<String> KNOWN =
      Set.of(
          "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY");

  private HttpMethods() {}

  static boolean isKnown(String method) {
    return KNOWN.contains(method);
  }

  /** What stands for the method in a span's name. */
  static String nameOf(@Nullable String method) {
    return method != null && isKnown(method) ? method : "HTTP";
  }
}
