package io.pillion.instrumentation.jdkhttpserver;

import java.io.IOException;
import java.io.OutputStream;

/**
 * The response stream that applications get: passes everything on and notes the close.
 *
 * <p><b>Threading.</b> As the stream it wraps.
 */
public final class TrackedResponseBody extends OutputStream {
  private final OutputStream body;
  private final JdkServerExchange exchange;

  TrackedResponseBody(OutputStream body, JdkServerExchange exchange) {
    this.body = body;
    this.exchange = exchange;
  }

  JdkServerExchange exchange() {
    return exchange;
  }

  @Override
  public void write(int b) throws IOException {
    body.write(b);
  }

  @Override
  public void write(byte[] bytes) throws IOException {
    body.write(bytes);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    body.write(bytes, offset, length);
  }

  @Override
  public void flush() throws IOException {
    body.flush();
  }

  @Override
  public void close() throws IOException {
    try {
      body.close();
    } catch (Throwable failure) {
      exchange.answered(failure);
      throw failure;
    }
    exchange.answered(null);
  }
}
