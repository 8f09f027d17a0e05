package io.pillion.instrumentation.javahttpclient;

import io.pillion.agent.bootstrap.HttpHeaders;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A response's headers as the agent reads them. */
public final class JavaResponseHeaders implements HttpHeaders {
  private final java.net.http.HttpHeaders headers;

  JavaResponseHeaders(HttpResponse<?> response) {
    this.headers = response.headers();
  }

  @Override
  public @Nullable String header(String name) {
    return headers.firstValue(name).orElse(null);
  }

  @Override
  public List<String> headers(String name) {
    return headers.allValues(name);
  }

  @Override
  public Iterable<String> headerNames() {
    return headers.map().keySet();
  }
}
