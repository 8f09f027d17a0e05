package io.pillion.instrumentation.httpurlconnection;

import io.pillion.agent.bootstrap.HttpClientExchange;
import java.lang.invoke.MethodHandles;
import java.net.HttpURLConnection;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * An exchange of a connection, between the first of connecting, writing and reading, and the
 * response.
 *
 * <p><b>Threading.</b> Apart from {@link #startReading}, under the connection's own lock or by the
 * one thread that reads.
 */
public final class OpenExchange {
  private final HttpClientExchange exchange;
  private final String[] headers;
  private final AtomicBoolean reading = new AtomicBoolean();
  private @Nullable Object written;
  private String[] originals = {};

  OpenExchange(HttpClientExchange exchange) {
    this.exchange = exchange;
    this.headers = TraceHeaders.of(exchange);
  }

  /** True for the first call only. */
  boolean startReading() {
    return reading.compareAndSet(false, true);
  }

  boolean isReading() {
    return reading.get();
  }

  /**
   * Puts the trace headers into what is about to be sent, in place of any that the application set.
   *
   * @param list the connection's headers; a redirect may use the same again
   * @param connection with the rights of the class that the list is of
   */
  public void write(Object list, MethodHandles.Lookup connection) {
    HeaderList access = HeaderList.reachedBy(connection, list);
    if (written != list) {
      originals = access.valuesOf(list, headers);
      written = list;
    }
    access.replace(list, headers, headers);
  }

  /** Leaves in the list what {@link #write} found there, now that nothing is sent again. */
  public void takeBack(@Nullable Object list) {
    HeaderList access = HeaderList.known();
    if (list != null && list == written && access != null) {
      access.replace(list, headers, originals);
    }
  }

  /** Ends the exchange; what was answered from the JDK's cache alone was none. */
  void end(int status, @Nullable HttpURLConnection answered, @Nullable Throwable thrown) {
    if (answered == null) {
      exchange.end(0, null, thrown);
    } else if (written != null) {
      ConnectionResponseHeaders response = new ConnectionResponseHeaders(answered);
      exchange.responseHeaders(response);
      exchange.end(status, response.protocolVersion(), thrown);
    }
  }
}
