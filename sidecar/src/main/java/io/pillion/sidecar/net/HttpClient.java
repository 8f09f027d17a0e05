package io.pillion.sidecar.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Posts to one URL over a few kept connections; redirects are not followed.
 *
 * <p><b>Threading.</b> Any thread. It opens a connection for each request that finds none idle, so
 * its caller bounds their number.
 */
@SuppressWarnings("FutureReturnValueIgnored") // closing a connection has no useful outcome
public final class HttpClient implements AutoCloseable {
  private static final int MAX_IDLE_CONNECTIONS = 4;
  private static final int MAX_ANSWER_BYTES = 1 << 20;

  private final NetThreads threads;
  private final URI target;
  private final Duration timeout;
  private final Connector connector;
  private final Deque<Channel> idle = new ArrayDeque<>();
  private boolean closed;

  /**
   * Makes no connection yet.
   *
   * @param timeout for one request: connecting, sending, and the whole answer
   * @param tls for {@code https}; null for {@code http}
   */
  public HttpClient(NetThreads threads, URI target, Duration timeout, @Nullable ClientTls tls) {
    this.threads = threads;
    this.target = target;
    this.timeout = timeout;
    this.connector = new Connector(threads, target, tls == null ? 80 : 443, timeout, tls);
  }

  /**
   * Posts a body.
   *
   * @param headers beside {@code Host}, {@code Content-Length} and {@code Connection}
   * @return completes exceptionally with an {@link java.io.IOException} if there was no whole
   *     answer in time: whether the server has seen the request is unknown then
   */
  public CompletableFuture<HttpAnswer> post(Map<String, String> headers, byte[] body) {
    PendingPost post = new PendingPost(target, headers, body, this::keep);
    post.failAfter(timeout, threads.scheduler());
    send(post);
    return post.answer();
  }

  private void send(PendingPost post) {
    Channel kept = takeIdle();
    if (kept != null) {
      post.sendOn(kept, () -> connect(post));
      return;
    }
    connect(post);
  }

  private void connect(PendingPost post) {
    if (post.answer().isDone()) {
      return;
    }
    CompletableFuture<Channel> connection = connector.connect(HttpClient::addHandlers);
    connection.whenComplete(
        (channel, failure) -> {
          if (channel == null) {
            post.fail(failure);
          } else {
            post.sendOn(channel, null);
          }
        });
    post.answer().whenComplete((answer, failure) -> connection.cancel(false));
  }

  private static void addHandlers(ChannelPipeline pipeline) {
    pipeline
        .addLast(new HttpClientCodec())
        .addLast(new HttpObjectAggregator(MAX_ANSWER_BYTES, true))
        .addLast(new AnswerReader());
  }

  private synchronized @Nullable Channel takeIdle() {
    for (Channel channel = idle.pollLast(); channel != null; channel = idle.pollLast()) {
      if (channel.isActive()) {
        return channel;
      }
    }
    return null;
  }

  private synchronized void keep(Channel channel) {
    if (closed || idle.size() >= MAX_IDLE_CONNECTIONS) {
      channel.close();
    } else {
      idle.addLast(channel);
    }
  }

  /** Closes the kept connections; one under way closes when it is done. */
  @Override
  public synchronized void close() {
    closed = true;
    idle.forEach(Channel::close);
    idle.clear();
    connector.close();
  }
}
