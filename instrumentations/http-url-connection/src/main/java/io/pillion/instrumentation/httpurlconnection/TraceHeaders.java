package io.pillion.instrumentation.httpurlconnection;

import io.pillion.agent.bootstrap.HttpClientExchange;
import java.util.ArrayList;
import java.util.List;

/** Collects the headers of the trace context, a name and a value in turn. */
public final class TraceHeaders implements HttpClientExchange.HeaderSetter {
  private final List<String> headers = new ArrayList<>();

  private TraceHeaders() {}

  /** The headers to set; where the value is null, to remove. */
  static String[] of(HttpClientExchange exchange) {
    TraceHeaders collected = new TraceHeaders();
    exchange.injectHeaders(collected);
    return collected.headers.toArray(new String[0]);
  }

  @Override
  public void set(String name, String value) {
    headers.add(name);
    headers.add(value);
  }

  @Override
  public void remove(String name) {
    headers.add(name);
    headers.add(null);
  }
}
