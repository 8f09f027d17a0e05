package io.pillion.sidecar.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One request on its way, from the moment it is posted to its answer or failure. */
@SuppressWarnings("FutureReturnValueIgnored") // closing a connection has no useful outcome
final class PendingPost {
  private final URI target;
  private final Map<String, String> headers;
  private final byte[] body;
  private final Consumer<Channel> keeper;
  private final CompletableFuture<HttpAnswer> answer = new CompletableFuture<>();

  PendingPost(URI target, Map<String, String> headers, byte[] body, Consumer<Channel> keeper) {
    this.target = target;
    this.headers = headers;
    this.body = body;
    this.keeper = keeper;
  }

  CompletableFuture<HttpAnswer> answer() {
    return answer;
  }

  void failAfter(Duration timeout, ScheduledExecutorService scheduler) {
    ScheduledFuture<?> timer =
        scheduler.schedule(
            () -> fail(new AnswerTimeoutException(timeout)),
            timeout.toNanos(),
            TimeUnit.NANOSECONDS);
    answer.whenComplete((result, failure) -> timer.cancel(false));
  }

  void fail(@Nullable Throwable cause) {
    answer.completeExceptionally(
        cause instanceof IOException ? cause : new IOException("request failed", cause));
  }

  /** A request that ends without a whole answer leaves its connection in no usable state. */
  void closeOnEnd(Channel channel) {
    answer.whenComplete(
        (result, failure) -> {
          if (failure != null) {
            channel.close();
          }
        });
  }

  /**
   * Sends the request.
   *
   * @param onStale what to do instead of failing when a kept connection turns out to be closed by
   *     the server before any byte of an answer; null to fail
   */
  void sendOn(Channel channel, @Nullable Runnable onStale) {
    closeOnEnd(channel);
    channel
        .eventLoop()
        .execute(
            () -> {
              AnswerReader reader = channel.pipeline().get(AnswerReader.class);
              if (reader == null || !channel.isActive()) {
                lost(onStale, new IOException("connection closed"));
                return;
              }
              reader.expect(this, onStale);
              channel
                  .writeAndFlush(request())
                  .addListener(
                      written -> {
                        if (!written.isSuccess()) {
                          reader.giveUp(written.cause());
                          channel.close();
                        }
                      });
            });
  }

  void lost(@Nullable Runnable onStale, @Nullable Throwable cause) {
    if (onStale != null) {
      onStale.run();
    } else {
      fail(cause);
    }
  }

  void complete(HttpAnswer result, Channel channel, boolean keepAlive) {
    if (keepAlive && !answer.isDone()) {
      keeper.accept(channel);
    } else {
      channel.close();
    }
    answer.complete(result);
  }

  private FullHttpRequest request() {
    String path = target.getRawPath().isEmpty() ? "/" : target.getRawPath();
    String uri = target.getRawQuery() == null ? path : path + "?" + target.getRawQuery();
    DefaultFullHttpRequest request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.POST, uri, Unpooled.wrappedBuffer(body));
    headers.forEach(request.headers()::set);
    request.headers().set(HttpHeaderNames.HOST, target.getRawAuthority());
    request.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
    return request;
  }
}
