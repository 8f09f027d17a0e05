package io.pillion.instrumentation.apachehttpclient4;

import io.pillion.agent.bootstrap.HttpClientExchange;
import org.apache.http.HttpRequest;
import org.apache.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/**
 * A call while its thread is inside the client. The client copies the application's request before
 * it sends it, and offers no place to put something of one call, but the thread.
 *
 * <p><b>Threading.</b> Belongs to one thread.
 */
public final class ClientCall {
  private static final ThreadLocal<@Nullable ClientCall> CURRENT = new ThreadLocal<>();

  private final HttpClientExchange exchange;
  private final @Nullable ClientCall outer;
  private boolean sent;

  private ClientCall(HttpClientExchange exchange, @Nullable ClientCall outer) {
    this.exchange = exchange;
    this.outer = outer;
  }

  /** The thread enters the client. */
  static ClientCall begin(HttpClientExchange exchange) {
    ClientCall call = new ClientCall(exchange, CURRENT.get());
    CURRENT.set(call);
    return call;
  }

  /** Adds the trace headers to what the thread's call sends. */
  static void send(HttpRequest copy) {
    ClientCall call = CURRENT.get();
    if (call != null) {
      call.sent = true;
      call.exchange.injectHeaders(new TraceHeaders(copy));
    }
  }

  /** The thread leaves the client. */
  void end(@Nullable HttpResponse response, @Nullable Throwable thrown) {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
    // A response without a sending is one of a cache.
    if (response == null || sent) {
      ResponseEnd.end(exchange, response, thrown);
    }
  }
}
