package io.pillion.instrumentation.servlet;

import io.pillion.agent.bootstrap.HttpServerRequest;
import io.pillion.agent.bootstrap.HttpVersion;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A servlet request as the agent reads it. */
public final class ServletHttpRequest implements HttpServerRequest {
  private final HttpServletRequest request;

  ServletHttpRequest(HttpServletRequest request) {
    this.request = request;
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String scheme() {
    return request.getScheme();
  }

  @Override
  public String rawPath() {
    return request.getRequestURI();
  }

  @Override
  public @Nullable String resolvedPath() {
    // The request's own context path is as sent; the context's is the one the container chose.
    StringBuilder path = new StringBuilder();
    if (request.getServletContext() != null
        && request.getServletContext().getContextPath() != null) {
      path.append(request.getServletContext().getContextPath());
    }
    if (request.getServletPath() != null) {
      path.append(request.getServletPath());
    }
    if (request.getPathInfo() != null) {
      path.append(request.getPathInfo());
    }
    return path.toString();
  }

  @Override
  public @Nullable String query() {
    return request.getQueryString();
  }

  @Override
  public @Nullable String protocolVersion() {
    return HttpVersion.digits(request.getProtocol());
  }

  @Override
  public @Nullable String header(String name) {
    return request.getHeader(name);
  }

  @Override
  public List<String> headers(String name) {
    return Collections.list(request.getHeaders(name));
  }

  @Override
  public Iterable<String> headerNames() {
    return Collections.list(request.getHeaderNames());
  }

  @Override
  public @Nullable String peerAddress() {
    return request.getRemoteAddr();
  }

  @Override
  public int peerPort() {
    return request.getRemotePort();
  }

  @Override
  public int localPort() {
    return request.getLocalPort();
  }
}
