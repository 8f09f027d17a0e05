package io.pillion.agent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * A request that an HTTP client is about to send, implemented by each client instrumentation.
 *
 * <p><b>Threading.</b> Read only on the thread that calls {@link HttpInstrumenter#startClient}, and
 * only during that call.
 *
 * <p><b>Failure.</b> A method that throws makes the agent treat that property as absent.
 */
public interface HttpClientRequest {

  /** The request method as the application gave it. */
  String method();

  /** {@code http} or {@code https}. */
  String scheme();

  /** The host that the request addresses, without port. */
  String host();

  /** The port that the request addresses; the scheme's default where the URL has none. */
  int port();

  /** The absolute URL. The agent removes credentials from it before it records it. */
  String url();

  /** The first value of a header that the application set; null if absent. */
  @Nullable String header(String name);
}
