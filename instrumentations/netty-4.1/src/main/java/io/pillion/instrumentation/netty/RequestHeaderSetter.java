package io.pillion.instrumentation.netty;

import io.netty.handler.codec.http.HttpHeaders;
import io.pillion.agent.bootstrap.HttpClientExchange;

/** Puts the trace headers into a request that is about to be written. */
public final class RequestHeaderSetter implements HttpClientExchange.HeaderSetter {
  private final HttpHeaders headers;

  RequestHeaderSetter(HttpHeaders headers) {
    this.headers = headers;
  }

  @Override
  public void set(String name, String value) {
    headers.set(name, value);
  }

  @Override
  public void remove(String name) {
    headers.remove(name);
  }
}
