package io.pillion.instrumentation.okhttp;

import io.pillion.agent.bootstrap.HttpHeaders;
import java.util.List;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** A response's headers as the agent reads them. */
public final class OkHttpResponseHeaders implements HttpHeaders {
  private final Response response;

  OkHttpResponseHeaders(Response response) {
    this.response = response;
  }

  @Override
  public @Nullable String header(String name) {
    return response.header(name);
  }

  @Override
  public List<String> headers(String name) {
    return response.headers(name);
  }

  @Override
  public Iterable<String> headerNames() {
    return response.headers().names();
  }
}
