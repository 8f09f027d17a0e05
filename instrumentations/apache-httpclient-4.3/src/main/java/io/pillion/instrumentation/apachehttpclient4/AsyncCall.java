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
 * <p><b>Threading.</b> Goes from thread to thread as the client's own state does. <b>Failure.</b>
 * Nothing is thrown into the client or the application: their own callbacks are always called.
 */
public final class AsyncCall {
  private final Object context;
  private volatile @Nullable HttpClientExchange exchange;
  private volatile @Nullable HttpResponse response;

  AsyncCall() {
    Object captured = Agent.context().capture();
    this.context = captured == null ? Agent.context().nothing() : captured;
  }

  /** The application's callback is about to be called, as a part of what the caller did. */
  void attach() {
    try {
      Agent.context().attach(context);
    } catch (Throwable e) {
      Agent.adviceFailed(e);
    }
  }

  /** Ends {@link #attach}. */
  void detach() {
    try {
      Agent.context().detach(context);
    } catch (Throwable e) {
      Agent.adviceFailed(e);
    }
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
    if (started == null) {
      return;
    }
    try {
      ResponseEnd.end(started, response, failure);
    } catch (Throwable e) {
      Agent.adviceFailed(e);
    }
  }
}
