package io.pillion.sidecar.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
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
  private final int port;
  private final @Nullable ClientTls tls;
  private final HostNames names = new HostNames();
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
    this.tls = tls;
    this.port = target.getPort() > 0 ? target.getPort() : tls != null ? 443 : 80;
  }

  /**
   * Posts a body.
   *
   * @param headers beside {@code Host}, {@code Content-Length} and {@code Connection}
   * @return completes exceptionally with an {@link IOException} if there was no whole answer in
   *     time: whether the server has seen the request is unknown then
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
    names
        .addressesOf(host())
        .whenComplete(
            (addresses, failure) -> {
              if (addresses == null) {
                post.fail(new IOException("unknown host: " + host(), failure));
              } else {
                connect(post, addresses, 0);
              }
            });
  }

  private void connect(PendingPost post, List<InetAddress> addresses, int index) {
    if (post.answer().isDone()) {
      return;
    }
    ChannelFuture connecting =
        bootstrap().connect(new InetSocketAddress(addresses.get(index), port));
    connecting.addListener(
        done -> {
          if (done.isSuccess()) {
            post.sendOn(connecting.channel(), null);
          } else if (index + 1 < addresses.size()) {
            connect(post, addresses, index + 1);
          } else {
            post.fail(done.cause());
          }
        });
    post.closeOnEnd(connecting.channel());
  }

  private Bootstrap bootstrap() {
    return new Bootstrap()
        .group(threads.group())
        .channel(NioSocketChannel.class)
        .option(ChannelOption.ALLOCATOR, threads.allocator())
        .option(ChannelOption.TCP_NODELAY, true)
        .option(
            ChannelOption.CONNECT_TIMEOUT_MILLIS,
            (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.toMillis())))
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                configure(channel);
              }
            });
  }

  private void configure(Channel channel) {
    if (tls != null) {
      SslHandler handler = tls.newHandler(channel.alloc(), host(), port);
      handler.setHandshakeTimeoutMillis(Math.max(1, timeout.toMillis()));
      channel.pipeline().addLast(handler);
    }
    channel
        .pipeline()
        .addLast(new HttpClientCodec())
        .addLast(new HttpObjectAggregator(MAX_ANSWER_BYTES, true))
        .addLast(new AnswerReader());
  }

  private String host() {
    String host = target.getHost();
    return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
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
    names.close();
  }
}
