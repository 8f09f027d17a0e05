package io.pillion.instrumentation.jdkhttpserver;

import com.sun.net.httpserver.HttpExchange;
import io.pillion.agent.bootstrap.HttpHeaders;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A response's headers as the agent reads them. */
public final class JdkResponseHeaders implements HttpHeaders {
  private final HttpExchange exchange;

  JdkResponseHeaders(HttpExchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public @Nullable String header(String name) {
    return exchange.getResponseHeaders().getFirst(name);
  }

  @Override
  public List<String> headers(String name) {
    List<String> values = exchange.getResponseHeaders().get(name);
    return values == null ? Collections.emptyList() : values;
  }

  @Override
  public Iterable<String> headerNames() {
    return exchange.getResponseHeaders().keySet();
  }
}
