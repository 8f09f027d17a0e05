package io.pillion.instrumentation.okhttp;

import java.io.IOException;
import okhttp3.Call;
import okhttp3.Callback;
import okhttp3.Response;

/**
 * The application's callback, and what the thread that enqueued the call worked for.
 *
 * <p><b>Threading.</b> Immutable.
 */
public final class ContextCallback implements Callback {
  private final Callback callback;
  private final Object context;

  ContextCallback(Callback callback, Object context) {
    this.callback = callback;
    this.context = context;
  }

  Object context() {
    return context;
  }

  @Override
  public void onFailure(Call call, IOException failure) {
    callback.onFailure(call, failure);
  }

  @Override
  public void onResponse(Call call, Response response) throws IOException {
    callback.onResponse(call, response);
  }

  @Override
  public String toString() {
    return callback.toString();
  }
}
