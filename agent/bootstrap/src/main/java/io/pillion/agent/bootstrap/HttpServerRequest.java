package io.pillion.agent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * A request as an HTTP server received it, implemented by each server instrumentation.
 *
 * <p><b>Threading.</b> Read only on the thread that calls {@link HttpInstrumenter#startServer}, and
 * only during that call; the agent copies what it keeps.
 *
 * <p><b>Failure.</b> A method that throws makes the agent treat that property as absent.
 */
public interface HttpServerRequest extends HttpHeaders {

  /** The request method as received, for example {@code GET}; case is kept. */
  String method();

  /** {@code http} or {@code https}. */
  String scheme();

  /**
   * The path of the request target as it stood on the wire: percent-encoding, path parameters and
   * dot segments untouched, query and fragment removed.
   */
  String rawPath();

  /**
   * The path by which the container chooses what runs: decoded, normalized, without path
   * parameters. Null where the container has no such notion; the policy gate then works from {@link
   * #rawPath} alone.
   */
  @Nullable String resolvedPath();

  /** The query without its question mark, undecoded; null if there is none. */
  @Nullable String query();

  /** The HTTP version in digits, {@code 1.1} or {@code 2}; null if unknown. */
  @Nullable String protocolVersion();

  /** The address of the direct peer in numeric form; null if unknown. */
  @Nullable String peerAddress();

  /** The port of the direct peer; 0 if unknown. */
  int peerPort();

  /** The local port that accepted the connection; 0 if unknown. */
  int localPort();
}
