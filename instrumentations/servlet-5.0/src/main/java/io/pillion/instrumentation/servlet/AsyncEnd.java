package io.pillion.instrumentation.servlet;

import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;

/** Ends an asynchronous request when its container does. */
public final class AsyncEnd implements AsyncListener {
  private final ServletExchange exchange;
  private final HttpServletResponse response;

  AsyncEnd(ServletExchange exchange, HttpServletResponse response) {
    this.exchange = exchange;
    this.response = response;
  }

  @Override
  public void onComplete(AsyncEvent event) {
    exchange.end(response);
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    // The container still completes the request, with the status it chooses.
  }

  @Override
  public void onError(AsyncEvent event) {
    exchange.failed(event.getThrowable());
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // A new start forgets the listeners of the one before.
    event.getAsyncContext().addListener(this);
  }
}
