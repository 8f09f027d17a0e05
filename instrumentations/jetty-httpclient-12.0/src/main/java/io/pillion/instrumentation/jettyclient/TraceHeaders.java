package io.pillion.instrumentation.jettyclient;

import io.pillion.agent.bootstrap.HttpClientExchange;
import java.util.function.Consumer;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpFields;
import org.jspecify.annotations.Nullable;

/** Receives the headers of the trace context for a request that is about to be sent. */
public final class TraceHeaders
    implements HttpClientExchange.HeaderSetter, Consumer<HttpFields.Mutable> {
  private final HttpClientExchange exchange;
  private HttpFields.@Nullable Mutable headers;

  private TraceHeaders(HttpClientExchange exchange) {
    this.exchange = exchange;
  }

  static void inject(HttpClientExchange exchange, Request request) {
    request.headers(new TraceHeaders(exchange));
  }

  @Override
  public void accept(HttpFields.Mutable fields) {
    headers = fields;
    exchange.injectHeaders(this);
  }

  @Override
  public void set(String name, String value) {
    if (headers != null) {
      headers.put(name, value);
    }
  }

  @Override
  public void remove(String name) {
    if (headers != null) {
      headers.remove(name);
    }
  }
}
