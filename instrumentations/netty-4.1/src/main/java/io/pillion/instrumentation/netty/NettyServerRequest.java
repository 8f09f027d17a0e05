package io.pillion.instrumentation.netty;

import io.netty.handler.codec.http.HttpRequest;
import io.pillion.agent.bootstrap.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** A request that a Netty server received, as the agent reads it. */
public final class NettyServerRequest extends NettyHeaders implements HttpServerRequest {
  private final HttpRequest request;
  private final Connection connection;
  private final @Nullable String streamVersion;

  /**
   * A request of a connection.
   *
   * @param streamVersion the version where the message was made of another protocol's frames
   */
  NettyServerRequest(HttpRequest request, Connection connection, @Nullable String streamVersion) {
    super(request.headers());
    this.request = request;
    this.connection = connection;
    this.streamVersion = streamVersion;
  }

  @Override
  public String method() {
    return request.method().name();
  }

  @Override
  public String scheme() {
    return connection.scheme();
  }

  @Override
  public String rawPath() {
    String target = request.uri();
    int begin = pathBegin(target);
    int end = target.length();
    for (int i = begin; i < end; i++) {
      char c = target.charAt(i);
      if (c == '?' || c == '#') {
        end = i;
      }
    }
    return begin == end && begin > 0 ? "/" : target.substring(begin, end);
  }

  /** Zero but where the target is an absolute URL. */
  private static int pathBegin(String target) {
    if (target.startsWith("/")) {
      return 0;
    }
    int authority = target.indexOf("://");
    if (authority < 0) {
      return 0;
    }
    for (int i = authority + 3; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c == '/' || c == '?' || c == '#') {
        return i;
      }
    }
    return target.length();
  }

  @Override
  public @Nullable String resolvedPath() {
    return null;
  }

  @Override
  public @Nullable String query() {
    String target = request.uri();
    int mark = target.indexOf('?');
    int fragment = target.indexOf('#');
    if (mark < 0 || (fragment >= 0 && fragment < mark)) {
      return null;
    }
    return target.substring(mark + 1, fragment < 0 ? target.length() : fragment);
  }

  @Override
  public String protocolVersion() {
    return streamVersion != null ? streamVersion : HttpMessages.digits(request.protocolVersion());
  }

  @Override
  public @Nullable String peerAddress() {
    return connection.peerAddress();
  }

  @Override
  public int peerPort() {
    return connection.peerPort();
  }

  @Override
  public int localPort() {
    return connection.localPort();
  }
}
