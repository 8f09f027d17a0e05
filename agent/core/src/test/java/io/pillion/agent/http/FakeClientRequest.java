package io.pillion.agent.http;

import io.pillion.agent.bootstrap.HttpClientRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request about to be sent. */
record FakeClientRequest(String method, String scheme, String host, int port, String url)
    implements HttpClientRequest {

  static FakeClientRequest get(String url) {
    return new FakeClientRequest("GET", "http", "shop", 8080, url);
  }

  @Override
  public @Nullable String header(String name) {
    return null;
  }

  @Override
  public List<String> headers(String name) {
    return List.of();
  }
}
