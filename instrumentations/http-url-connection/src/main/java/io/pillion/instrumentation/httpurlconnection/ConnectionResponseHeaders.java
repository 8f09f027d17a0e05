package io.pillion.instrumentation.httpurlconnection;

import io.pillion.agent.bootstrap.HttpHeaders;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A response's headers as the agent reads them. */
public final class ConnectionResponseHeaders implements HttpHeaders {
  private static final String PROTOCOL = "HTTP/";

  private final HttpURLConnection connection;

  ConnectionResponseHeaders(HttpURLConnection connection) {
    this.connection = connection;
  }

  /** In digits, from the status line; null if there is none to read. */
  @Nullable String protocolVersion() {
    String line = connection.getHeaderField(0);
    int end = line == null ? -1 : line.indexOf(' ');
    return end > PROTOCOL.length() && line.startsWith(PROTOCOL)
        ? line.substring(PROTOCOL.length(), end)
        : null;
  }

  @Override
  public @Nullable String header(String name) {
    List<String> values = headers(name);
    return values.isEmpty() ? null : values.get(0);
  }

  @Override
  public List<String> headers(String name) {
    List<String> values = new ArrayList<>();
    for (Map.Entry<String, List<String>> header : connection.getHeaderFields().entrySet()) {
      if (name.equalsIgnoreCase(header.getKey())) {
        values.addAll(header.getValue());
      }
    }
    // The JDK has the latest line first.
    Collections.reverse(values);
    return values;
  }

  @Override
  public Iterable<String> headerNames() {
    List<String> names = new ArrayList<>();
    for (String name : connection.getHeaderFields().keySet()) {
      if (name != null) {
        names.add(name);
      }
    }
    return names;
  }
}
