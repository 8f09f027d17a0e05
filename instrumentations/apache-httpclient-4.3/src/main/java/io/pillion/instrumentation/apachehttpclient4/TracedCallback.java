package io.pillion.instrumentation.apachehttpclient4;

import java.util.concurrent.CancellationException;
import org.apache.http.concurrent.FutureCallback;
import org.jspecify.annotations.Nullable;

/** Ends the exchange, then calls the application's callback as a part of what the caller did. */
public final class TracedCallback<T> implements FutureCallback<T> {
  private final @Nullable FutureCallback<T> callback;
  private final AsyncCall call;

  TracedCallback(@Nullable FutureCallback<T> callback, AsyncCall call) {
    this.callback = callback;
    this.call = call;
  }

  @Override
  public void completed(T result) {
    call.end(null);
    if (callback != null) {
      call.attach();
      try {
        callback.completed(result);
      } finally {
        call.detach();
      }
    }
  }

  @Override
  public void failed(Exception cause) {
    call.end(cause);
    if (callback != null) {
      call.attach();
      try {
        callback.failed(cause);
      } finally {
        call.detach();
      }
    }
  }

  @Override
  public void cancelled() {
    call.end(new CancellationException());
    if (callback != null) {
      call.attach();
      try {
        callback.cancelled();
      } finally {
        call.detach();
      }
    }
  }
}
