package io.pillion.instrumentation.apachehttpclient5;

import io.pillion.agent.bootstrap.HttpClientExchange;
import org.apache.hc.core5.http.HttpMessage;

/** Receives the headers of the trace context for a message of the client's own. */
public final class TraceHeaders implements HttpClientExchange.HeaderSetter {
  private final HttpMessage message;

  TraceHeaders(HttpMessage message) {
    this.message = message;
  }

  @Override
  public void set(String name, String value) {
    message.removeHeaders(name);
    message.setHeader(name, value);
  }

  @Override
  public void remove(String name) {
    message.removeHeaders(name);
  }
}
