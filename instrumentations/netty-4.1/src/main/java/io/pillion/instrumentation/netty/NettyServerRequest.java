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

  /**
   * The path, of an absolute target too. What is neither a path nor a clean absolute target goes to
   * the agent as it is, which takes it for malformed: servers differ in what they make of it.
   */
  @Override
  public String rawPath() {
    String target = request.uri();
    int begin = 0;
    if (!target.startsWith("/")) {
      begin = pathBegin(target);
      if (begin < 0) {
        return target;
      }
      if (begin == target.length()) {
        return "/";
      }
    }
    int end = begin;
    while (end < target.length() && !endsPath(target.charAt(end))) {
      end++;
    }
    return target.substring(begin, end);
  }

  /**
   * Where the path of an absolute target begins, its length if it has none; -1 if it is no such.
   */
  private static int pathBegin(String target) {
    int authority = target.indexOf("://");
    if (authority <= 0 || first(target, 0) < authority) {
      return -1;
    }
    int begin = first(target, authority + 3);
    return begin == target.length() || target.charAt(begin) == '/' ? begin : -1;
  }

  /** The first slash, question mark or hash; the length if there is none. */
  private static int first(String target, int from) {
    int at = from;
    while (at < target.length() && target.charAt(at) != '/' && !endsPath(target.charAt(at))) {
      at++;
    }
    return at;
  }

  private static boolean endsPath(char c) {
    return c == '?' || c == '#';
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
