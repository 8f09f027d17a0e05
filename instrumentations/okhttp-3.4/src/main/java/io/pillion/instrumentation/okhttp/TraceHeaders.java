package io.pillion.instrumentation.okhttp;

import io.pillion.agent.bootstrap.HttpClientExchange;
import okhttp3.Request;

/** Receives the headers of the trace context for a request being built. */
public final class TraceHeaders implements HttpClientExchange.HeaderSetter {
  private final Request.Builder builder;

  TraceHeaders(Request.Builder builder) {
    this.builder = builder;
  }

  @Override
  public void set(String name, String value) {
    builder.header(name, value);
  }

  @Override
  public void remove(String name) {
    builder.removeHeader(name);
  }
}
