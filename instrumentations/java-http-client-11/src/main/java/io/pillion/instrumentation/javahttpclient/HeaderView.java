package io.pillion.instrumentation.javahttpclient;

import io.pillion.agent.bootstrap.HttpHeaders;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Headers of the JDK's client as the agent reads them: from their map, which knows names in any
 * case and, unlike their own getters, makes nothing for an answer.
 */
public class HeaderView implements HttpHeaders {
  private final Map<String, List<String>> headers;

  HeaderView(java.net.http.HttpHeaders headers) {
    this.headers = headers.map();
  }

  @Override
  public final @Nullable String header(String name) {
    List<String> values = headers.get(name);
    return values == null || values.isEmpty() ? null : values.get(0);
  }

  @Override
  public final List<String> headers(String name) {
    List<String> values = headers.get(name);
    return values == null ? Collections.emptyList() : values;
  }

  @Override
  public final Iterable<String> headerNames() {
    return headers.keySet();
  }
}
