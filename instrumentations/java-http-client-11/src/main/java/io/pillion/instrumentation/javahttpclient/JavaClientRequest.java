package io.pillion.instrumentation.javahttpclient;

import io.pillion.agent.bootstrap.HttpClientRequest;
import java.net.URI;
import java.net.http.HttpRequest;

/** A request of the JDK's HTTP client as the agent reads it. */
public final class JavaClientRequest extends HeaderView implements HttpClientRequest {
  private final HttpRequest request;
  private final URI uri;

  JavaClientRequest(HttpRequest request) {
    super(request.headers());
    this.request = request;
    this.uri = request.uri();
  }

  @Override
  public String method() {
    return request.method();
  }

  @Override
  public String scheme() {
    return uri.getScheme();
  }

  @Override
  public String host() {
    return uri.getHost();
  }

  @Override
  public int port() {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }

  @Override
  public String url() {
    return uri.toString();
  }
}
