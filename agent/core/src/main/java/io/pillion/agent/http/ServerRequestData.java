package io.pillion.agent.http;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.HttpServerRequest;
import io.pillion.ipc.policy.CheckRequest;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a request: read once, when it arrives, on its own thread. A property whose getter
 * throws is absent, and for the policy an absent property is no help.
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
    @Nullable String sourceAddress,
    int peerPort,
    int localPort)
    implements CheckRequest {

  @FunctionalInterface
  private interface Text {
    @Nullable String of(HttpServerRequest request);
  }

  @FunctionalInterface
  private interface Count {
    int of(HttpServerRequest request);
  }

  // None of these captures anything, so none is made anew for a request.
  private static final Text METHOD = HttpServerRequest::method;
  private static final Text SCHEME = HttpServerRequest::scheme;
  private static final Text RAW_PATH = HttpServerRequest::rawPath;
  private static final Text RESOLVED_PATH = HttpServerRequest::resolvedPath;
  private static final Text QUERY = HttpServerRequest::query;
  private static final Text PROTOCOL_VERSION = HttpServerRequest::protocolVersion;
  private static final Text HOST = request -> request.header("host");
  private static final Text USER_AGENT = request -> request.header("user-agent");
  private static final Text FORWARDED = request -> request.header("forwarded");
  private static final Text FORWARDED_FOR = request -> request.header("x-forwarded-for");
  private static final Text PEER_ADDRESS = HttpServerRequest::peerAddress;
  private static final Count PEER_PORT = HttpServerRequest::peerPort;
  private static final Count LOCAL_PORT = HttpServerRequest::localPort;

  static ServerRequestData read(HttpServerRequest request) {
    return new ServerRequestData(
        orEmpty(text(METHOD, request)),
        orEmpty(text(SCHEME, request)),
        orEmpty(text(RAW_PATH, request)),
        text(RESOLVED_PATH, request),
        text(QUERY, request),
        text(PROTOCOL_VERSION, request),
        text(HOST, request),
        text(USER_AGENT, request),
        text(FORWARDED, request),
        text(FORWARDED_FOR, request),
        text(PEER_ADDRESS, request),
        number(PEER_PORT, request),
        number(LOCAL_PORT, request));
  }

  private static @Nullable String text(Text getter, HttpServerRequest request) {
    try {
      return getter.of(request);
    } catch (RuntimeException e) {
      Agent.adviceFailed(e);
      return null;
    }
  }

  private static int number(Count getter, HttpServerRequest request) {
    try {
      return getter.of(request);
    } catch (RuntimeException e) {
      Agent.adviceFailed(e);
      return 0;
    }
  }

  private static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }
}
