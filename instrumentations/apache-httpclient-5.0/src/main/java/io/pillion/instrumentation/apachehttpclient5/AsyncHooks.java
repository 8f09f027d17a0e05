package io.pillion.instrumentation.apachehttpclient5;

import org.apache.hc.core5.concurrent.FutureCallback;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.nio.AsyncRequestProducer;
import org.apache.hc.core5.http.nio.AsyncResponseConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What the advice in the asynchronous clients calls. Lives in their loader.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> What is thrown here, the advice suppresses.
 */
public final class AsyncHooks {
  private AsyncHooks() {}

  /** Producer, consumer and callback around the application's; null to leave these. */
  public static Object @Nullable [] trace(
      @Nullable HttpHost target,
      @Nullable AsyncRequestProducer producer,
      @Nullable AsyncResponseConsumer<?> consumer,
      @Nullable FutureCallback<?> callback) {
    if (producer == null || consumer == null || producer instanceof TracedProducer) {
      return null;
    }
    AsyncCall call = new AsyncCall(target);
    return new Object[] {
      new TracedProducer(producer, call),
      new TracedConsumer<>(consumer, call),
      new TracedCallback<>(callback, call)
    };
  }

  /** The call threw instead of returning a future. */
  public static void failed(Object @Nullable [] traced, @Nullable Throwable thrown) {
    if (traced != null && thrown != null && traced[0] instanceof TracedProducer producer) {
      producer.call().end(thrown);
    }
  }
}
