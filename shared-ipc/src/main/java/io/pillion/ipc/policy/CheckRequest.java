package io.pillion.ipc.policy;

import org.jspecify.annotations.Nullable;

/**
 * What a policy may ask of one HTTP request.
 *
 * <p>The {@code ATTRIBUTE_*} bits name the properties; a {@link Decision} carries the set it
 * depended on, and a cache compares exactly those.
 */
public interface CheckRequest {
  /** Bit for {@link #method}. */
  int ATTRIBUTE_METHOD = 1;

  /** Bit for {@link #rawPath} and {@link #resolvedPath}. */
  int ATTRIBUTE_PATH = 1 << 1;

  /** Bit for {@link #host}. */
  int ATTRIBUTE_HOST = 1 << 2;

  /** Bit for {@link #localPort}. */
  int ATTRIBUTE_PORT = 1 << 3;

  /** Bit for {@link #sourceAddress}. */
  int ATTRIBUTE_SOURCE_ADDRESS = 1 << 4;

  /** Request method as received; compared with case. */
  String method();

  /**
   * The {@code Host} header or {@code :authority}, port included if it was sent; null if absent.
   */
  @Nullable String host();

  /** The port the workload listens on. */
  int localPort();

  /** The path on the wire, without query and fragment, undecoded. */
  String rawPath();

  /** The path the container acts on; null where it has no such notion. */
  @Nullable String resolvedPath();

  /** The direct peer's address in numeric form; null if unknown. */
  @Nullable String sourceAddress();

  /** A request as a value. */
  record Of(
      String method,
      @Nullable String host,
      int localPort,
      String rawPath,
      @Nullable String resolvedPath,
      @Nullable String sourceAddress)
      implements CheckRequest {}
}
