package io.pillion.instrumentation.jdkhttpserver;

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
  private final HttpServerExchange span;
  private @Nullable Thread handlerThread;
  private boolean answered;
  private int status;
  private @Nullable Throwable error;

  JdkServerExchange(HttpServerExchange span) {
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

  /** The status that went out. */
  synchronized void status(int sent) {
    status = sent;
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

  HttpServerExchange span() {
    return span;
  }

  private void endIfOver() {
    int finalStatus;
    Throwable finalError;
    synchronized (this) {
      if (!answered || handlerThread != null) {
        return;
      }
      finalStatus = status;
      finalError = error;
    }
    span.end(finalStatus, finalError);
  }
}
