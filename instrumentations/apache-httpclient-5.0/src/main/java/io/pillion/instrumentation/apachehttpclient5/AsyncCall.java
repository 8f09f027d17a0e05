package io.pillion.instrumentation.apachehttpclient5;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.ContextCarrier;
import io.pillion.agent.bootstrap.HttpClientExchange;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * A call of an asynchronous client, from the application's thread to the outcome.
 *
 * <p><b>Threading.</b> Goes from thread to thread as the client's own state does.
 */
public final class AsyncCall {
  private final @Nullable HttpHost target;
  private final Object context;
  private volatile @Nullable HttpClientExchange exchange;
  private volatile @Nullable HttpResponse response;

  AsyncCall(@Nullable HttpHost target) {
    this.target = target;
    Object captured = Agent.context().capture();
    this.context = captured == null ? Agent.context().nothing() : captured;
  }

  /** What the calling thread worked for. */
  Object context() {
    return context;
  }

  /** The application's producer made the request; returns what to send instead. */
  HttpRequest start(HttpRequest request) {
    HttpClientExchange started = begin(request);
    if (started == null) {
      return request;
    }
    exchange = started;
    try {
      return TracedRequest.of(request, started);
    } catch (RuntimeException e) {
      return request;
    }
  }

  private @Nullable HttpClientExchange begin(HttpRequest request) {
    ContextCarrier carrier = Agent.context();
    carrier.attach(context);
    try {
      return Agent.http().startClient(new ApacheRequest(target, request));
    } finally {
      carrier.detach(context);
    }
  }

  /** The final response's headers arrived. */
  void received(HttpResponse received) {
    response = received;
  }

  /** The client is done with the call. */
  void end(@Nullable Throwable failure) {
    HttpClientExchange started = exchange;
    if (started != null) {
      ResponseEnd.end(started, response, failure);
    }
  }
}
