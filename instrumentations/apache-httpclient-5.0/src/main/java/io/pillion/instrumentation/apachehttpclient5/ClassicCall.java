package io.pillion.instrumentation.apachehttpclient5;

import io.pillion.agent.bootstrap.HttpClientExchange;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * A blocking call while its thread is inside the client. The client copies the application's
 * request before it sends it, and offers no place to put something of one call, but the thread.
 *
 * <p><b>Threading.</b> Belongs to one thread.
 */
public final class ClassicCall {
  private static final ThreadLocal<@Nullable ClassicCall> CURRENT = new ThreadLocal<>();

  private final HttpClientExchange exchange;
  private final @Nullable ClassicCall outer;
  private boolean sent;

  private ClassicCall(HttpClientExchange exchange, @Nullable ClassicCall outer) {
    this.exchange = exchange;
    this.outer = outer;
  }

  /** The thread enters the client. */
  static ClassicCall begin(HttpClientExchange exchange) {
    ClassicCall call = new ClassicCall(exchange, CURRENT.get());
    CURRENT.set(call);
    return call;
  }

  /** Adds the trace headers to what the thread's call sends. */
  static void send(HttpRequest copy) {
    ClassicCall call = CURRENT.get();
    if (call != null) {
      call.sent = true;
      call.exchange.injectHeaders(new TraceHeaders(copy));
    }
  }

  /** The thread leaves the client. */
  void end(@Nullable ClassicHttpResponse response, @Nullable Throwable thrown) {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
    // Without a sending it was a cache that answered.
    if (sent || thrown != null) {
      ResponseEnd.end(exchange, response, thrown);
    }
  }
}
