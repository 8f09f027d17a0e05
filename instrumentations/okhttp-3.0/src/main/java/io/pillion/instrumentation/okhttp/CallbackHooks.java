package io.pillion.instrumentation.okhttp;

import io.pillion.agent.bootstrap.Agent;
import okhttp3.Callback;
import org.jspecify.annotations.Nullable;

/**
 * What the advice around queued calls calls. Lives in the loader of OkHttp.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> What is thrown here, the advice suppresses.
 */
public final class CallbackHooks {
  private CallbackHooks() {}

  /** A callback that keeps what the enqueuing thread works for; null if there is no callback. */
  public static @Nullable Callback withContext(@Nullable Callback callback) {
    if (callback == null || callback instanceof ContextCallback) {
      return null;
    }
    Object captured = Agent.context().capture();
    // Whoever ends a call starts queued ones on their behalf: "nothing" is to be kept, too.
    return new ContextCallback(callback, captured == null ? Agent.context().nothing() : captured);
  }

  /** A thread begins with a queued call; returns what to {@link #detach}. */
  public static @Nullable Object attach(@Nullable Callback callback) {
    if (!(callback instanceof ContextCallback kept)) {
      return null;
    }
    Agent.context().attach(kept.context());
    return kept.context();
  }

  /** The thread is done with it. */
  public static void detach(@Nullable Object attached) {
    if (attached != null) {
      Agent.context().detach(attached);
    }
  }
}
