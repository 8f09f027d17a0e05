package io.pillion.instrumentation.servlet;

import io.pillion.agent.bootstrap.HttpHeaders;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A response's headers as the agent reads them. */
public final class ServletResponseHeaders implements HttpHeaders {
  private final HttpServletResponse response;

  ServletResponseHeaders(HttpServletResponse response) {
    this.response = response;
  }

  @Override
  public @Nullable String header(String name) {
    return response.getHeader(name);
  }

  @Override
  public List<String> headers(String name) {
    return new ArrayList<>(response.getHeaders(name));
  }

  @Override
  public Iterable<String> headerNames() {
    return response.getHeaderNames();
  }
}
