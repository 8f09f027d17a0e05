package io.pillion.instrumentation.okhttp;

import io.pillion.agent.bootstrap.HttpClientExchange;
import okhttp3.Request;

/** Receives the headers of the trace context for a request being built. */
public final class TraceHeaders implements HttpClientExchange.HeaderSetter {
  private final Request.Builder builder;

  private TraceHeaders(Request.Builder builder) {
    this.builder = builder;
  }

  /** The request with the headers of the exchange; the request itself if that cannot be built. */
  static Request addedTo(Request request, HttpClientExchange exchange) {
    try {
      Request.Builder builder = request.newBuilder();
      exchange.injectHeaders(new TraceHeaders(builder));
      return builder.build();
    } catch (RuntimeException e) {
      return request;
    }
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
