package io.pillion.agent.http;

import io.pillion.agent.bootstrap.HttpServerRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request whose getters may be made to throw. */
final class FakeServerRequest implements HttpServerRequest {
  private final Map<String, List<String>> headers = new HashMap<>();
  private String method = "GET";
  private String scheme = "http";
  private String rawPath = "/items/7";
  private @Nullable String query;
  private @Nullable Throwable thrown;

  FakeServerRequest method(String newMethod) {
    method = newMethod;
    return this;
  }

  FakeServerRequest scheme(String newScheme) {
    scheme = newScheme;
    return this;
  }

  FakeServerRequest rawPath(String newPath) {
    rawPath = newPath;
    return this;
  }

  FakeServerRequest query(String newQuery) {
    query = newQuery;
    return this;
  }

  FakeServerRequest with(String name, String value) {
    headers.computeIfAbsent(name.toLowerCase(Locale.ROOT), unused -> new ArrayList<>()).add(value);
    return this;
  }

  /** From now on every getter throws it. */
  FakeServerRequest throwing(Throwable failure) {
    thrown = failure;
    return this;
  }

  private <T extends @Nullable Object> T told(T value) {
    if (thrown != null) {
      throw Thrown.sneaky(thrown);
    }
    return value;
  }

  @Override
  public String method() {
    return told(method);
  }

  @Override
  public String scheme() {
    return told(scheme);
  }

  @Override
  public String rawPath() {
    return told(rawPath);
  }

  @Override
  public @Nullable String resolvedPath() {
    return told(rawPath);
  }

  @Override
  public @Nullable String query() {
    return told(query);
  }

  @Override
  public @Nullable String protocolVersion() {
    return told("1.1");
  }

  @Override
  public @Nullable String header(String name) {
    List<String> values = headers(name);
    return values.isEmpty() ? null : values.get(0);
  }

  @Override
  public List<String> headers(String name) {
    return told(headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()));
  }

  @Override
  public Iterable<String> headerNames() {
    return told(headers.keySet());
  }

  @Override
  public @Nullable String peerAddress() {
    return told("10.0.0.1");
  }

  @Override
  public int peerPort() {
    return told(40_000);
  }

  @Override
  public int localPort() {
    return told(8080);
  }
}
