package io.pillion.ipc.policy;

import org.jspecify.annotations.Nullable;

/** The parts of one request that the policies at hand look at, read once. */
final class Subject {
  private final CheckRequest request;
  private final @Nullable RequestPath path;
  private final @Nullable HostName host;
  private final @Nullable IpAddress source;

  private Subject(
      CheckRequest request,
      @Nullable RequestPath path,
      @Nullable HostName host,
      @Nullable IpAddress source) {
    this.request = request;
    this.path = path;
    this.host = host;
    this.source = source;
  }

  /** Reads what the bits name; null if the path is among it and cannot be understood. */
  static @Nullable Subject of(CheckRequest request, int attributes) {
    RequestPath path = null;
    if ((attributes & CheckRequest.ATTRIBUTE_PATH) != 0) {
      path = RequestPath.of(request.method(), request.rawPath(), request.resolvedPath());
      if (path == null) {
        return null;
      }
    }
    String host = (attributes & CheckRequest.ATTRIBUTE_HOST) != 0 ? request.host() : null;
    String source =
        (attributes & CheckRequest.ATTRIBUTE_SOURCE_ADDRESS) != 0 ? request.sourceAddress() : null;
    return new Subject(
        request,
        path,
        host == null ? null : HostName.of(host),
        source == null ? null : IpAddress.parse(source));
  }

  String method() {
    return request.method();
  }

  int localPort() {
    return request.localPort();
  }

  @Nullable RequestPath path() {
    return path;
  }

  /** Null if the request has none. */
  @Nullable HostName host() {
    return host;
  }

  /** Null if it is unknown or not numeric. */
  @Nullable IpAddress source() {
    return source;
  }
}
