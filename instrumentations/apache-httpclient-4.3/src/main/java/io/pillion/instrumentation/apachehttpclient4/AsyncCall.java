package io.pillion.instrumentation.apachehttpclient4;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.HttpClientExchange;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * A call of an asynchronous client, from the application's thread to the outcome.
 *
 * <p><b>Threading.</b> Goes from thread to thread as the client's own state does.
 */
public final class AsyncCall {
  private final Object context;
  private volatile @Nullable HttpClientExchange exchange;
  private volatile @Nullable HttpResponse response;

  AsyncCall() {
    Object captured = Agent.context().capture();
    this.context = captured == null ? Agent.context().nothing() : captured;
  }

  /** What the calling thread worked for. */
  Object context() {
    return context;
  }

  /** The application's producer made the request. The client asks for it in the caller's thread. */
  void start(@Nullable HttpHost target, HttpRequest request) {
    exchange = Agent.http().startClient(new ApacheRequest(target, request));
  }

  /** The client is about to write its copy of the request. */
  void send(HttpRequest copy) {
    HttpClientExchange started = exchange;
    if (started != null) {
      started.injectHeaders(new TraceHeaders(copy));
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
