package io.pillion.agent.bootstrap;

/**
 * A request that an HTTP client is about to send, implemented by each client instrumentation.
 *
 * <p><b>Threading.</b> Read only on the thread that calls {@link HttpInstrumenter#startClient}, and
 * only during that call.
 *
 * <p><b>Failure.</b> A method that throws makes the agent treat that property as absent.
 */
public interface HttpClientRequest extends HttpHeaders {

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

  /**
   * How many times this request was sent before, by redirects, retries or authentication, for
   * clients whose every sending is an exchange of its own; 0 for the first.
   */
  default int resendCount() {
    return 0;
  }
}
