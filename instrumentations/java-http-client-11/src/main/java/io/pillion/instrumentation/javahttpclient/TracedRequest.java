package io.pillion.instrumentation.javahttpclient;

import io.pillion.agent.bootstrap.HttpClientExchange;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * The application's request with the trace headers, seen by the client only; it makes its own copy
 * of it, so what the application holds and what responses refer to stay of the JDK's types.
 *
 * <p><b>Threading.</b> Immutable.
 */
public final class TracedRequest extends HttpRequest {
  private final HttpRequest request;
  private final HttpHeaders headers;
  private final HttpClientExchange exchange;

  TracedRequest(HttpRequest request, HttpClientExchange exchange) {
    this.request = request;
    this.exchange = exchange;
    this.headers = TraceHeaders.over(request.headers(), exchange);
  }

  HttpClientExchange exchange() {
    return exchange;
  }

  @Override
  public Optional<BodyPublisher> bodyPublisher() {
    return request.bodyPublisher();
  }

  @Override
  public String method() {
    return request.method();
  }

  @Override
  public Optional<Duration> timeout() {
    return request.timeout();
  }

  @Override
  public boolean expectContinue() {
    return request.expectContinue();
  }

  @Override
  public URI uri() {
    return request.uri();
  }

  @Override
  public Optional<HttpClient.Version> version() {
    return request.version();
  }

  @Override
  public HttpHeaders headers() {
    return headers;
  }

  @Override
  public String toString() {
    return request.toString();
  }
}
