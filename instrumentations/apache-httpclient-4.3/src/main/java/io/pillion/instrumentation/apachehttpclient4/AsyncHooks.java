package io.pillion.instrumentation.apachehttpclient4;

import org.apache.http.HttpRequest;
import org.apache.http.client.methods.HttpRequestWrapper;
import org.apache.http.concurrent.FutureCallback;
import org.apache.http.nio.protocol.HttpAsyncRequestProducer;
import org.apache.http.nio.protocol.HttpAsyncResponseConsumer;
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
      @Nullable HttpAsyncRequestProducer producer,
      @Nullable HttpAsyncResponseConsumer<?> consumer,
      @Nullable FutureCallback<?> callback) {
    if (producer == null || consumer == null || producer instanceof TracedProducer) {
      return null;
    }
    AsyncCall call = new AsyncCall();
    return new Object[] {
      new TracedProducer(producer, call),
      new TracedConsumer<>(consumer, call),
      new TracedCallback<>(callback, call)
    };
  }

  /** The client is about to write a request; the application's own it copied before. */
  public static void send(
      @Nullable HttpAsyncRequestProducer producer, @Nullable HttpRequest request) {
    if (producer instanceof TracedProducer traced
        && request instanceof HttpRequestWrapper
        && !isTunnel(request)) {
      traced.call().send(request);
    }
  }

  /** What the client asks of a proxy is not the application's request. */
  private static boolean isTunnel(HttpRequest request) {
    return request.getRequestLine().getMethod().equals("CONNECT");
  }

  /** The call threw instead of returning a future. */
  public static void failed(Object @Nullable [] traced, @Nullable Throwable thrown) {
    if (traced != null && thrown != null && traced[0] instanceof TracedProducer producer) {
      producer.call().end(thrown);
    }
  }
}
