package io.pillion.instrumentation.jdkhttpserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import io.pillion.agent.bootstrap.HttpServerRequest;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request of the JDK's HTTP server as the agent reads it. */
public final class JdkServerRequest implements HttpServerRequest {
  private final HttpExchange exchange;

  JdkServerRequest(HttpExchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public String method() {
    return exchange.getRequestMethod();
  }

  @Override
  public String scheme() {
    return exchange instanceof HttpsExchange ? "https" : "http";
  }

  @Override
  public String rawPath() {
    return exchange.getRequestURI().getRawPath();
  }

  @Override
  public @Nullable String resolvedPath() {
    // The server finds the context by this, decoded but with its dot segments.
    return exchange.getRequestURI().getPath();
  }

  @Override
  public @Nullable String query() {
    return exchange.getRequestURI().getRawQuery();
  }

  @Override
  public @Nullable String protocolVersion() {
    String protocol = exchange.getProtocol();
    return protocol.startsWith("HTTP/") ? protocol.substring("HTTP/".length()) : null;
  }

  @Override
  public @Nullable String header(String name) {
    return exchange.getRequestHeaders().getFirst(name);
  }

  @Override
  public List<String> headers(String name) {
    List<String> values = exchange.getRequestHeaders().get(name);
    return values == null ? Collections.emptyList() : values;
  }

  @Override
  public Iterable<String> headerNames() {
    return exchange.getRequestHeaders().keySet();
  }

  @Override
  public @Nullable String peerAddress() {
    return exchange.getRemoteAddress().getAddress().getHostAddress();
  }

  @Override
  public int peerPort() {
    return exchange.getRemoteAddress().getPort();
  }

  @Override
  public int localPort() {
    return exchange.getLocalAddress().getPort();
  }
}
