package io.pillion.instrumentation.netty;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.pillion.agent.bootstrap.HttpClientRequest;

/**
 * A request that a Netty client is about to write, as the agent reads it. Its target is the URL if
 * it goes to a proxy; else the URL is told by the {@code Host} header and the connection.
 */
public final class NettyClientRequest extends NettyHeaders implements HttpClientRequest {
  private final HttpRequest request;
  private final Connection connection;
  private final String scheme;
  private final String authority;

  NettyClientRequest(HttpRequest request, Connection connection) {
    super(request.headers());
    this.request = request;
    this.connection = connection;
    int schemeEnd = schemeEnd(request.uri());
    this.scheme = schemeEnd < 0 ? connection.scheme() : request.uri().substring(0, schemeEnd);
    this.authority = authority(schemeEnd);
  }

  private static int schemeEnd(String target) {
    return target.startsWith("/") ? -1 : target.indexOf("://");
  }

  private String authority(int schemeEnd) {
    String target = request.uri();
    if (schemeEnd >= 0) {
      return withoutUser(target.substring(schemeEnd + 3, authorityEnd(target, schemeEnd + 3)));
    }
    if (request.method().name().equals("CONNECT")) {
      return target;
    }
    String host = request.headers().get(HttpHeaderNames.HOST);
    return host != null && !host.isEmpty() ? host : peer();
  }

  private static int authorityEnd(String target, int from) {
    for (int i = from; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c == '/' || c == '?' || c == '#') {
        return i;
      }
    }
    return target.length();
  }

  private static String withoutUser(String authority) {
    return authority.substring(authority.lastIndexOf('@') + 1);
  }

  private String peer() {
    String host = connection.peerHost();
    if (host == null) {
      return "";
    }
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host)
        + (connection.peerPort() == defaultPort() ? "" : ":" + connection.peerPort());
  }

  @Override
  public String method() {
    return request.method().name();
  }

  @Override
  public String scheme() {
    return scheme;
  }

  @Override
  public String host() {
    int colon = portColon();
    return colon < 0 ? authority : authority.substring(0, colon);
  }

  @Override
  public int port() {
    int colon = portColon();
    return colon < 0 || colon == authority.length() - 1
        ? defaultPort()
        : Integer.parseInt(authority.substring(colon + 1));
  }

  /** A colon within brackets belongs to an IPv6 address. */
  private int portColon() {
    int colon = authority.lastIndexOf(':');
    return colon > authority.lastIndexOf(']') ? colon : -1;
  }

  private int defaultPort() {
    return scheme.equalsIgnoreCase("https") ? 443 : 80;
  }

  @Override
  public String url() {
    String target = request.uri();
    if (schemeEnd(target) >= 0) {
      return target;
    }
    String path = request.method().name().equals("CONNECT") ? "" : target;
    return scheme + "://" + authority + path;
  }
}
