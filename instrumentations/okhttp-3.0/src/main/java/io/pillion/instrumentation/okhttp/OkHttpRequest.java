package io.pillion.instrumentation.okhttp;

import io.pillion.agent.bootstrap.HttpClientRequest;
import java.util.List;
import okhttp3.HttpUrl;
import okhttp3.Request;
import org.jspecify.annotations.Nullable;

/** A request of OkHttp as the agent reads it. */
public final class OkHttpRequest implements HttpClientRequest {
  private final Request request;
  private final HttpUrl url;

  OkHttpRequest(Request request) {
    this.request = request;
    this.url = request.url();
  }

  @Override
  public String method() {
    return request.method();
  }

  @Override
  public String scheme() {
    return url.scheme();
  }

  @Override
  public String host() {
    return url.host();
  }

  @Override
  public int port() {
    return url.port();
  }

  @Override
  public String url() {
    return url.toString();
  }

  @Override
  public @Nullable String header(String name) {
    return request.header(name);
  }

  @Override
  public List<String> headers(String name) {
    return request.headers(name);
  }

  @Override
  public Iterable<String> headerNames() {
    return request.headers().names();
  }
}
