package io.pillion.instrumentation.apachehttpclient5;

import io.pillion.agent.bootstrap.HttpClientRequest;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.net.URIAuthority;
import org.jspecify.annotations.Nullable;

/** A request of the client as the agent reads it. */
public final class ApacheRequest extends MessageHeaderReader implements HttpClientRequest {
  private final @Nullable HttpHost target;
  private final HttpRequest request;

  /**
   * A request as the application gave it.
   *
   * @param target where to send it; null if the request says so itself
   */
  ApacheRequest(@Nullable HttpHost target, HttpRequest request) {
    super(request);
    this.target = target;
    this.request = request;
  }

  @Override
  public String method() {
    return request.getMethod();
  }

  @Override
  public String scheme() {
    if (request.getScheme() != null) {
      return request.getScheme();
    }
    return target == null ? "http" : target.getSchemeName();
  }

  @Override
  public String host() {
    URIAuthority authority = request.getAuthority();
    if (authority != null) {
      return authority.getHostName();
    }
    if (target != null) {
      return target.getHostName();
    }
    throw new IllegalStateException("the request names no host");
  }

  @Override
  public int port() {
    URIAuthority authority = request.getAuthority();
    int port = -1;
    if (authority != null) {
      port = authority.getPort();
    } else if (target != null) {
      port = target.getPort();
    }
    if (port >= 0) {
      return port;
    }
    return "https".equalsIgnoreCase(scheme()) ? 443 : 80;
  }

  @Override
  public String url() {
    URIAuthority authority = request.getAuthority();
    HttpHost host = target;
    StringBuilder url = new StringBuilder(scheme()).append("://");
    if (authority != null) {
      url.append(authority);
    } else if (host != null) {
      url.append(host.toHostString());
    } else {
      throw new IllegalStateException("the request names no host");
    }
    String path = request.getPath();
    return url.append(path == null ? "/" : path).toString();
  }
}
