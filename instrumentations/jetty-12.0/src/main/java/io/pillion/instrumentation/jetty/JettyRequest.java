package io.pillion.instrumentation.jetty;

import io.pillion.agent.bootstrap.HttpServerRequest;
import io.pillion.agent.bootstrap.HttpVersion;
import java.util.List;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/** A request of Jetty's as the agent reads it. */
public final class JettyRequest implements HttpServerRequest {
  private final Request request;

  JettyRequest(Request request) {
    this.request = request;
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String scheme() {
    return request.getHttpURI().getScheme();
  }

  @Override
  public String rawPath() {
    return request.getHttpURI().getPath();
  }

  @Override
  public @Nullable String resolvedPath() {
    return request.getHttpURI().getDecodedPath();
  }

  @Override
  public @Nullable String query() {
    return request.getHttpURI().getQuery();
  }

  @Override
  public @Nullable String protocolVersion() {
    return HttpVersion.digits(request.getConnectionMetaData().getProtocol());
  }

  @Override
  public @Nullable String header(String name) {
    return request.getHeaders().get(name);
  }

  @Override
  public List<String> headers(String name) {
    return request.getHeaders().getValuesList(name);
  }

  @Override
  public Iterable<String> headerNames() {
    return request.getHeaders().getFieldNamesCollection();
  }

  @Override
  public @Nullable String peerAddress() {
    return Request.getRemoteAddr(request);
  }

  @Override
  public int peerPort() {
    return Request.getRemotePort(request);
  }

  @Override
  public int localPort() {
    return Request.getLocalPort(request);
  }
}
