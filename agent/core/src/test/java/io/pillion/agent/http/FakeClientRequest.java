package io.pillion.agent.http;

import io.pillion.agent.bootstrap.HttpClientRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request about to be sent. */
record FakeClientRequest(
    String method,
    String scheme,
    String host,
    int port,
    String url,
    Map<String, List<String>> fields)
    implements HttpClientRequest {

  FakeClientRequest(String method, String scheme, String host, int port, String url) {
    this(method, scheme, host, port, url, Map.of());
  }

  static FakeClientRequest get(String url) {
    return new FakeClientRequest("GET", "http", "shop", 8080, url);
  }

  FakeClientRequest with(Map<String, List<String>> headers) {
    return new FakeClientRequest(method, scheme, host, port, url, headers);
  }

  @Override
  public @Nullable String header(String name) {
    List<String> values = headers(name);
    return values.isEmpty() ? null : values.get(0);
  }

  @Override
  public List<String> headers(String name) {
    return fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
  }

  @Override
  public Iterable<String> headerNames() {
    return fields.keySet();
  }
}
