package io.pillion.agent.http;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The methods that are reported as they are; any other is {@code _OTHER}.
 *
 * <p><b>Threading.</b> Immutable.
 */
final class HttpMethods {
  static final String OTHER = "_OTHER";

  /** Those of the HTTP semantic conventions. */
  static final HttpMethods CONVENTIONAL =
      new HttpMethods(
          List.of(
              "GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH",
              "QUERY"));

  private final Set<String> known;

  /** Knows these, with their case. */
  HttpMethods(List<String> known) {
    this.known = Set.copyOf(known);
  }

  boolean isKnown(String method) {
    return known.contains(method);
  }

  /** What stands for the method in a span's name. */
  String nameOf(@Nullable String method) {
    return method != null && isKnown(method) ? method : "HTTP";
  }
}
