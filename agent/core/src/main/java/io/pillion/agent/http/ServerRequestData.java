package io.pillion.agent.http;

import io.pillion.agent.bootstrap.HttpServerRequest;
import io.pillion.ipc.policy.CheckRequest;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a request: read once, when it arrives, on its own thread. A property whose getter
 * throws is absent.
 *
 * @param unreadable {@code ATTRIBUTE_*} bits of what a policy may ask and whose getter threw
 */
record ServerRequestData(
    String method,
    String scheme,
    String rawPath,
    @Nullable String resolvedPath,
    @Nullable String query,
    @Nullable String protocolVersion,
    @Nullable String host,
    @Nullable String userAgent,
    @Nullable String forwarded,
    @Nullable String forwardedFor,
    @Nullable String forwardedHost,
    @Nullable String forwardedProto,
    @Nullable String contentLength,
    @Nullable String sourceAddress,
    int peerPort,
    int localPort,
    int unreadable)
    implements CheckRequest {

  /**
   * Reads the request.
   *
   * @param sizes whether the body's size is recorded
   */
  static ServerRequestData read(HttpServerRequest request, boolean sizes) {
    PropertyReader<HttpServerRequest> in = new PropertyReader<>(request);
    return new ServerRequestData(
        orEmpty(in.text(HttpServerRequest::method, ATTRIBUTE_METHOD)),
        orEmpty(in.text(HttpServerRequest::scheme)),
        orEmpty(in.text(HttpServerRequest::rawPath, ATTRIBUTE_PATH)),
        in.text(HttpServerRequest::resolvedPath, ATTRIBUTE_PATH),
        in.text(HttpServerRequest::query),
        in.text(HttpServerRequest::protocolVersion),
        in.text(r -> r.header("host"), ATTRIBUTE_HOST),
        in.text(r -> r.header("user-agent")),
        in.text(r -> r.header("forwarded")),
        in.text(r -> r.header("x-forwarded-for")),
        in.text(r -> r.header("x-forwarded-host")),
        in.text(r -> r.header("x-forwarded-proto")),
        sizes ? in.text(r -> r.header("content-length")) : null,
        in.text(HttpServerRequest::peerAddress, ATTRIBUTE_SOURCE_ADDRESS),
        in.number(HttpServerRequest::peerPort),
        in.number(HttpServerRequest::localPort, ATTRIBUTE_PORT),
        in.unreadable());
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  /** The host that the client asked for, as far as proxies tell; null if nobody does. */
  @Nullable HostPort originalHost(Memo<HostPort> hosts) {
    HostPort named = host(hosts, Forwarded.parameter(forwarded, "host"));
    if (named == null) {
      named = host(hosts, Forwarded.first(forwardedHost));
    }
    return named == null ? host(hosts, host) : named;
  }

  private static @Nullable HostPort host(Memo<HostPort> hosts, @Nullable String authority) {
    return authority == null ? null : hosts.of(authority);
  }

  /** The scheme that the client used, as far as proxies tell. */
  String originalScheme() {
    String named = Forwarded.parameter(forwarded, "proto");
    if (named == null) {
      named = Forwarded.first(forwardedProto);
    }
    if ("https".equalsIgnoreCase(named)) {
      return "https";
    }
    return "http".equalsIgnoreCase(named) ? "http" : scheme;
  }
}
