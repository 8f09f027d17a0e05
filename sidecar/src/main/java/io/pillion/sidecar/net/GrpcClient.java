package io.pillion.sidecar.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2StreamChannel;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Calls one unary method of gRPC, over one HTTP/2 connection that calls share.
 *
 * <p><b>Threading.</b> Any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // closing a stream has no useful outcome
public final class GrpcClient implements AutoCloseable {
  private static final int DEFAULT_PORT = 4317;

  private final NetThreads threads;
  private final Http2Headers head;
  private final boolean compressed;
  private final Duration timeout;
  private final Connector connector;
  private @Nullable CompletableFuture<GrpcConnection> connection;
  private boolean closed;

  /**
   * What to call.
   *
   * @param server scheme, host and port; port 4317 if it has none
   * @param path of the method, as {@code /package.Service/Method}
   * @param metadata sent with each call
   * @param gzip whether messages are given compressed
   */
  public record Method(URI server, String path, Map<String, String> metadata, boolean gzip) {}

  /**
   * Makes no connection yet.
   *
   * @param timeout for one call: connecting, sending, and the whole answer
   * @param tls for {@code https}; null for {@code http}
   */
  public GrpcClient(NetThreads threads, Method method, Duration timeout, @Nullable ClientTls tls) {
    this.threads = threads;
    this.head = headOf(method, timeout);
    this.compressed = method.gzip();
    this.timeout = timeout;
    this.connector = new Connector(threads, method.server(), DEFAULT_PORT, timeout, tls);
  }

  /**
   * Calls with that message.
   *
   * @return completes exceptionally with an {@link IOException} if there was no whole answer in
   *     time: whether the server has seen the call is unknown then
   */
  public CompletableFuture<GrpcAnswer> call(byte[] message) {
    CompletableFuture<GrpcAnswer> answer = new CompletableFuture<>();
    ScheduledFuture<?> timer =
        threads
            .scheduler()
            .schedule(
                () -> answer.completeExceptionally(new AnswerTimeoutException(timeout)),
                timeout.toNanos(),
                TimeUnit.NANOSECONDS);
    answer.whenComplete((word, failure) -> timer.cancel(false));
    start(message, answer, true);
    return answer;
  }

  /** A call that a kept connection does not answer at all is made again, once, on a new one. */
  private void start(byte[] message, CompletableFuture<GrpcAnswer> answer, boolean first) {
    CompletableFuture<GrpcConnection> current = connection();
    boolean kept = current.isDone();
    current.whenComplete(
        (ready, failure) -> {
          if (ready == null) {
            answer.completeExceptionally(failure);
          } else if (!answer.isDone()) {
            send(ready, message, answer, kept && first);
          }
        });
  }

  private void send(
      GrpcConnection ready, byte[] message, CompletableFuture<GrpcAnswer> answer, boolean again) {
    GrpcStream handler =
        new GrpcStream(answer, cause -> unanswered(ready, message, answer, cause, again));
    ready.open(handler, stream -> write(stream, handler, message, answer), handler::lost);
    answer.whenComplete(
        (word, failure) -> {
          if (failure instanceof AnswerTimeoutException) {
            ready.retire(); // it may be dead, and nobody would tell
          }
        });
  }

  private void unanswered(
      GrpcConnection used,
      byte[] message,
      CompletableFuture<GrpcAnswer> answer,
      IOException cause,
      boolean again) {
    if (answer.isDone()) {
      return;
    }
    if (again) {
      used.retire();
      start(message, answer, false);
    } else {
      answer.completeExceptionally(cause);
    }
  }

  private void write(
      Http2StreamChannel stream,
      GrpcStream handler,
      byte[] message,
      CompletableFuture<GrpcAnswer> answer) {
    answer.whenComplete((word, failure) -> stream.close());
    stream.write(new DefaultHttp2HeadersFrame(head, false));
    stream
        .writeAndFlush(new DefaultHttp2DataFrame(frame(message), true))
        .addListener(
            written -> {
              if (!written.isSuccess()) {
                handler.lost(GrpcConnection.ioException(written.cause()));
              }
            });
  }

  private ByteBuf frame(byte[] message) {
    byte[] prefix =
        ByteBuffer.allocate(GrpcAnswerParser.FRAME_HEAD_BYTES)
            .put((byte) (compressed ? 1 : 0))
            .putInt(message.length)
            .array();
    return Unpooled.wrappedBuffer(prefix, message);
  }

  private synchronized CompletableFuture<GrpcConnection> connection() {
    CompletableFuture<GrpcConnection> current = connection;
    if (current == null || isOver(current)) {
      current =
          closed
              ? CompletableFuture.failedFuture(new IOException("client closed"))
              : GrpcConnection.open(connector, timeout);
      connection = current;
    }
    return current;
  }

  private static boolean isOver(CompletableFuture<GrpcConnection> connection) {
    return connection.isDone()
        && (connection.isCompletedExceptionally() || !connection.join().isUsable());
  }

  /** Calls under way end with the connection, after the timeout at the latest. */
  @Override
  public void close() {
    CompletableFuture<GrpcConnection> last;
    synchronized (this) {
      closed = true;
      last = connection;
    }
    if (last != null) {
      last.cancel(false);
      last.thenAccept(GrpcConnection::retire);
    }
    connector.close();
  }

  private static Http2Headers headOf(Method method, Duration timeout) {
    Http2Headers head =
        new DefaultHttp2Headers()
            .method("POST")
            .scheme(method.server().getScheme().toLowerCase(Locale.ROOT))
            .authority(method.server().getRawAuthority())
            .path(method.path())
            .set("user-agent", "pillion-sidecar");
    method.metadata().forEach((name, value) -> head.set(name.toLowerCase(Locale.ROOT), value));
    head.set("te", "trailers");
    head.set("content-type", "application/grpc");
    head.set("grpc-timeout", Math.max(1, timeout.toMillis()) + "m");
    if (method.gzip()) {
      head.set("grpc-encoding", "gzip");
    }
    return head;
  }
}
