package io.pillion.instrumentation.apachehttpclient4;

import java.io.IOException;
import org.apache.http.HttpException;
import org.apache.http.HttpResponse;
import org.apache.http.nio.ContentDecoder;
import org.apache.http.nio.IOControl;
import org.apache.http.nio.protocol.HttpAsyncResponseConsumer;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** The application's consumer, whose response is taken note of. */
public final class TracedConsumer<T> implements HttpAsyncResponseConsumer<T> {
  private final HttpAsyncResponseConsumer<T> consumer;
  private final AsyncCall call;

  TracedConsumer(HttpAsyncResponseConsumer<T> consumer, AsyncCall call) {
    this.consumer = consumer;
    this.call = call;
  }

  @Override
  public void responseReceived(HttpResponse response) throws IOException, HttpException {
    call.received(response);
    consumer.responseReceived(response);
  }

  @Override
  public void consumeContent(ContentDecoder decoder, IOControl control) throws IOException {
    consumer.consumeContent(decoder, control);
  }

  @Override
  public void responseCompleted(HttpContext context) {
    consumer.responseCompleted(context);
  }

  @Override
  public void failed(Exception cause) {
    consumer.failed(cause);
  }

  @Override
  public @Nullable Exception getException() {
    return consumer.getException();
  }

  @Override
  public @Nullable T getResult() {
    return consumer.getResult();
  }

  @Override
  public boolean isDone() {
    return consumer.isDone();
  }

  @Override
  public boolean cancel() {
    return consumer.cancel();
  }

  @Override
  public void close() throws IOException {
    consumer.close();
  }

  @Override
  public String toString() {
    return consumer.toString();
  }
}
