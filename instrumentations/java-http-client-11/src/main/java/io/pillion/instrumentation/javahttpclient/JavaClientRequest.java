package io.pillion.instrumentation.javahttpclient;

import io.pillion.agent.bootstrap.HttpClientRequest;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request of the JDK's HTTP client as the agent reads it. */
public final class JavaClientRequest implements HttpClientRequest {
  private final HttpRequest request;
  private final URI uri;

  JavaClientRequest(HttpRequest request) {
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

  @Override
  public @Nullable String header(String name) {
    return request.headers().firstValue(name).orElse(null);
  }

  @Override
  public List<String> headers(String name) {
    return request.headers().allValues(name);
  }

  @Override
  public Iterable<String> headerNames() {
    return request.headers().map().keySet();
  }
}
