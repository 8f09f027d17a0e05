package io.pillion.instrumentation.apachehttpclient4;

import io.pillion.agent.bootstrap.Agent;
import java.io.IOException;
import org.apache.http.HttpException;
import org.apache.http.HttpHost;
import org.apache.http.HttpRequest;
import org.apache.http.nio.ContentEncoder;
import org.apache.http.nio.IOControl;
import org.apache.http.nio.protocol.HttpAsyncRequestProducer;
import org.apache.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/** The application's producer, whose request is taken note of. */
public final class TracedProducer implements HttpAsyncRequestProducer {
  private final HttpAsyncRequestProducer producer;
  private final AsyncCall call;

  TracedProducer(HttpAsyncRequestProducer producer, AsyncCall call) {
    this.producer = producer;
    this.call = call;
  }

  AsyncCall call() {
    return call;
  }

  @Override
  public HttpHost getTarget() {
    return producer.getTarget();
  }

  @Override
  public HttpRequest generateRequest() throws IOException, HttpException {
    HttpRequest request = producer.generateRequest();
    start(request);
    return request;
  }

  private void start(@Nullable HttpRequest request) {
    try {
      if (request != null) {
        call.start(producer.getTarget(), request);
      }
    } catch (Throwable e) {
      Agent.adviceFailed(e);
    }
  }

  @Override
  public void produceContent(ContentEncoder encoder, IOControl control) throws IOException {
    producer.produceContent(encoder, control);
  }

  @Override
  public void requestCompleted(HttpContext context) {
    producer.requestCompleted(context);
  }

  @Override
  public void failed(Exception cause) {
    producer.failed(cause);
  }

  @Override
  public boolean isRepeatable() {
    return producer.isRepeatable();
  }

  @Override
  public void resetRequest() throws IOException {
    producer.resetRequest();
  }

  @Override
  public void close() throws IOException {
    producer.close();
  }

  @Override
  public String toString() {
    return producer.toString();
  }
}
