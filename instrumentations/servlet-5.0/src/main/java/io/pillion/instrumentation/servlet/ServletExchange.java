package io.pillion.instrumentation.servlet;

import io.pillion.agent.bootstrap.HttpServerExchange;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * One servlet request, from the first hook that sees it to its real end.
 *
 * <p><b>Threading.</b> Any thread.
 */
public final class ServletExchange {
  private final HttpServerExchange span;
  private @Nullable Thread runningOn;
  private boolean endsByListener;
  private @Nullable Throwable error;

  ServletExchange(HttpServerExchange span) {
    this.span = span;
  }

  /** Whether the calling thread now begins to run the application for this request. */
  synchronized boolean enter() {
    if (runningOn != null) {
      return false;
    }
    runningOn = Thread.currentThread();
    span.attach();
    return true;
  }

  /** Ends what {@link #enter} began. */
  synchronized void exit(@Nullable Throwable thrown) {
    span.detach();
    runningOn = null;
    failed(thrown);
  }

  /** Notes what went wrong; the first counts. */
  synchronized void failed(@Nullable Throwable failure) {
    if (failure != null && error == null) {
      error = failure;
    }
  }

  /** From now on the container's listener ends this request; false if that was so before. */
  synchronized boolean endByListener() {
    boolean first = !endsByListener;
    endsByListener = true;
    return first;
  }

  synchronized boolean endsByListener() {
    return endsByListener;
  }

  /** The request is over. */
  void end(HttpServletResponse response) {
    Throwable failure;
    synchronized (this) {
      failure = error;
    }
    int status = response.getStatus();
    if (failure != null && status < 400 && !response.isCommitted()) {
      // The container answers so once the exception has reached it.
      status = HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
    }
    span.responseHeaders(new ServletResponseHeaders(response));
    span.end(status, failure);
  }
}
