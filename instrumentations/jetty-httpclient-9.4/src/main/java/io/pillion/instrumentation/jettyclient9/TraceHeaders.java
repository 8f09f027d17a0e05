package io.pillion.instrumentation.jettyclient9;

import io.pillion.agent.bootstrap.HttpClientExchange;
import org.eclipse.jetty.client.api.Request;

/** Receives the headers of the trace context for a request that is about to be sent. */
public final class TraceHeaders implements HttpClientExchange.HeaderSetter {
  private final Request request;

  private TraceHeaders(Request request) {
    this.request = request;
  }

  static void inject(HttpClientExchange exchange, Request request) {
    exchange.injectHeaders(new TraceHeaders(request));
  }

  @Override
  public void set(String name, String value) {
    remove(name);
    request.header(name, value);
  }

  @Override
  public void remove(String name) {
    request.header(name, null);
  }
}
