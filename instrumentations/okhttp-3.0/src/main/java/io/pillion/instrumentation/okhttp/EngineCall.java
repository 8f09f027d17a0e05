package io.pillion.instrumentation.okhttp;

import io.pillion.agent.bootstrap.HttpClientExchange;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * A call while its thread is inside the library's own part of the work. Before 3.4 that makes an
 * object for each sending and has no place to put something of the whole call, but the thread.
 *
 * <p><b>Threading.</b> Belongs to one thread.
 */
public final class EngineCall {
  private static final ThreadLocal<@Nullable EngineCall> CURRENT = new ThreadLocal<>();

  private final @Nullable HttpClientExchange exchange;
  private final @Nullable EngineCall outer;

  private EngineCall(@Nullable HttpClientExchange exchange, @Nullable EngineCall outer) {
    this.exchange = exchange;
    this.outer = outer;
  }

  /**
   * The thread comes in.
   *
   * @param exchange null if the call is not to be touched
   */
  static EngineCall begin(@Nullable HttpClientExchange exchange) {
    EngineCall call = new EngineCall(exchange, CURRENT.get());
    CURRENT.set(call);
    return call;
  }

  /** What the thread's call is to send instead; null to send the given request. */
  static @Nullable Request traced(Request request) {
    EngineCall call = CURRENT.get();
    return call == null || call.exchange == null
        ? null
        : TraceHeaders.addedTo(request, call.exchange);
  }

  /** The thread goes out. What was answered from the cache alone was no exchange. */
  void end(@Nullable Response response, @Nullable Throwable thrown) {
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
    if (exchange == null) {
      return;
    }
    if (thrown != null) {
      exchange.end(0, null, thrown);
    } else if (response != null && response.networkResponse() != null) {
      ResponseEnd.end(exchange, response);
    }
  }
}
