package io.pillion.instrumentation.servlet;

import io.pillion.agent.bootstrap.ServedRequest;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletResponse;

/** Ends an asynchronous request when its container does. */
public final class AsyncEnd implements AsyncListener {
  private final ServedRequest served;
  private final HttpServletResponse response;

  AsyncEnd(ServedRequest served, HttpServletResponse response) {
    this.served = served;
    this.response = response;
  }

  @Override
  public void onComplete(AsyncEvent event) {
    ServletHooks.end(served, response);
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    // The container still completes the request, with the status it chooses.
  }

  @Override
  public void onError(AsyncEvent event) {
    served.failed(event.getThrowable());
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // A new start forgets the listeners of the one before.
    event.getAsyncContext().addListener(this);
  }
}
