package io.pillion.instrumentation.jdkhttpserver;

import com.sun.net.httpserver.HttpExchange;
import io.pillion.agent.bootstrap.HttpServerExchange;
import org.jspecify.annotations.Nullable;

/**
 * One exchange of the JDK's server and whether it is over.
 *
 * <p>It ends when the application has both answered and left the handler: an exception thrown after
 * the answer still belongs to it, and an answer given later by another thread is its real end.
 *
 * <p><b>Threading.</b> Any thread.
 */
public final class JdkServerExchange {
  private final HttpExchange exchange;
  private final HttpServerExchange span;
  private @Nullable Thread handlerThread;
  private boolean answered;
  private @Nullable Throwable error;

  JdkServerExchange(HttpExchange exchange, HttpServerExchange span) {
    this.exchange = exchange;
    this.span = span;
  }

  /** Whether the calling thread now begins to run the application for this exchange. */
  synchronized boolean enter() {
    if (handlerThread != null) {
      return false;
    }
    handlerThread = Thread.currentThread();
    span.attach();
    return true;
  }

  /** Ends what {@link #enter} began. */
  void exit(@Nullable Throwable thrown) {
    span.detach();
    synchronized (this) {
      handlerThread = null;
      if (thrown != null) {
        error = thrown;
        answered = true;
      }
    }
    endIfOver();
  }

  /** The response is complete, or failed to become so. */
  void answered(@Nullable Throwable failure) {
    synchronized (this) {
      answered = true;
      if (failure != null && error == null) {
        error = failure;
      }
    }
    endIfOver();
  }

  private void endIfOver() {
    Throwable finalError;
    synchronized (this) {
      if (!answered || handlerThread != null) {
        return;
      }
      finalError = error;
    }
    span.responseHeaders(new JdkResponseHeaders(exchange));
    // The code is -1 until headers were sent.
    span.end(Math.max(0, exchange.getResponseCode()), finalError);
  }
}
