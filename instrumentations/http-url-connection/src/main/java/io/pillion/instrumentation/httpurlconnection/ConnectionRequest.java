package io.pillion.instrumentation.httpurlconnection;

import io.pillion.agent.bootstrap.HttpClientRequest;
import java.net.HttpURLConnection;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection's request as the agent reads it, before it connects. */
public final class ConnectionRequest implements HttpClientRequest {
  private final HttpURLConnection connection;
  private final String method;
  private final URL url;

  ConnectionRequest(HttpURLConnection connection, String method) {
    this.connection = connection;
    this.method = method;
    this.url = connection.getURL();
  }

  @Override
  public String method() {
    return method;
  }

  @Override
  public String scheme() {
    return url.getProtocol();
  }

  @Override
  public String host() {
    return url.getHost();
  }

  @Override
  public int port() {
    return url.getPort() >= 0 ? url.getPort() : url.getDefaultPort();
  }

  @Override
  public String url() {
    return url.toExternalForm();
  }

  @Override
  public @Nullable String header(String name) {
    return connection.getRequestProperty(name);
  }

  @Override
  public List<String> headers(String name) {
    String value = header(name);
    return value == null ? Collections.emptyList() : Collections.singletonList(value);
  }

  @Override
  public Iterable<String> headerNames() {
    return connection.getRequestProperties().keySet();
  }
}
