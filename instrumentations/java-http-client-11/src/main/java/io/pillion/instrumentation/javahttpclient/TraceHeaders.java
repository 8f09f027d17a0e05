package io.pillion.instrumentation.javahttpclient;

import io.pillion.agent.bootstrap.HttpClientExchange;
import java.net.http.HttpHeaders;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiPredicate;

/** The application's headers with those of the trace context in place of any it set itself. */
public final class TraceHeaders
    implements HttpClientExchange.HeaderSetter, BiPredicate<String, String> {
  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  private TraceHeaders(HttpHeaders original) {
    for (Map.Entry<String, List<String>> header : original.map().entrySet()) {
      headers.put(header.getKey(), new ArrayList<>(header.getValue()));
    }
  }

  static HttpHeaders over(HttpHeaders original, HttpClientExchange exchange) {
    TraceHeaders merged = new TraceHeaders(original);
    exchange.injectHeaders(merged);
    return HttpHeaders.of(merged.headers, merged);
  }

  @Override
  public void set(String name, String value) {
    headers.put(name, Collections.singletonList(value));
  }

  @Override
  public void remove(String name) {
    headers.remove(name);
  }

  /** Keeps every header: the client checks them again when it sends. */
  @Override
  public boolean test(String name, String value) {
    return true;
  }
}
