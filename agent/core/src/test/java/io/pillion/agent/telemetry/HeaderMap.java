package io.pillion.agent.telemetry;

import io.pillion.agent.bootstrap.HttpClientExchange;
import java.util.LinkedHashMap;
import java.util.Map;

/** Headers of a request about to be sent. */
public final class HeaderMap implements HttpClientExchange.HeaderSetter {
  private final Map<String, String> headers = new LinkedHashMap<>();

  /** What stands in them now. */
  public Map<String, String> asMap() {
    return headers;
  }

  @Override
  public void set(String name, String value) {
    headers.put(name, value);
  }

  @Override
  public void remove(String name) {
    headers.remove(name);
  }
}
