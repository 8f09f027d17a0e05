package io.pillion.instrumentation.okhttp;

import io.pillion.agent.bootstrap.HttpClientExchange;
import java.io.IOException;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Adds the trace headers to what goes on the wire, below the place where the library gives the
 * response the request that the application made, so neither that nor any later one made of it ever
 * has them.
 *
 * <p><b>Threading.</b> Belongs to one call.
 */
public final class TraceHeaderInterceptor implements Interceptor {
  private final HttpClientExchange exchange;
  private volatile boolean sent;

  TraceHeaderInterceptor(HttpClientExchange exchange) {
    this.exchange = exchange;
  }

  @Override
  public Response intercept(Chain chain) throws IOException {
    sent = true;
    return chain.proceed(TraceHeaders.addedTo(chain.request(), exchange));
  }

  /** Ends the exchange; what was answered from the cache alone was none. */
  void end(@Nullable Response response, @Nullable Throwable thrown) {
    if (response != null && sent) {
      ResponseEnd.end(exchange, response);
    } else if (thrown != null) {
      exchange.end(0, null, thrown);
    }
  }
}
