package io.pillion.instrumentation.jetty;

import io.pillion.agent.bootstrap.HttpHeaders;
import java.util.List;
import org.eclipse.jetty.server.Response;
import org.jspecify.annotations.Nullable;

/** A response's headers as the agent reads them. */
public final class JettyHeaders implements HttpHeaders {
  private final Response response;

  JettyHeaders(Response response) {
    this.response = response;
  }

  @Override
  public @Nullable String header(String name) {
    return response.getHeaders().get(name);
  }

  @Override
  public List<String> headers(String name) {
    return response.getHeaders().getValuesList(name);
  }

  @Override
  public Iterable<String> headerNames() {
    return response.getHeaders().getFieldNamesCollection();
  }
}
