package io.pillion.instrumentation.tomcat;

import io.pillion.agent.bootstrap.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import org.apache.catalina.connector.Response;
import org.jspecify.annotations.Nullable;

/** A response's headers as the agent reads them. */
public final class TomcatResponseHeaders implements HttpHeaders {
  private final Response response;

  TomcatResponseHeaders(Response response) {
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
