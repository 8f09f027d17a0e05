package io.pillion.sidecar.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections to one server: to the first of its addresses that answers.
 *
 * <p><b>Threading.</b> Any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // closing a connection has no useful outcome
final class Connector implements AutoCloseable {
  private final NetThreads threads;
  private final String host;
  private final int port;
  private final Duration timeout;
  private final @Nullable ClientTls tls;
  private final HostNames names = new HostNames();

  /**
   * Makes no connection yet.
   *
   * @param port used if the URL has none
   * @param timeout for each address
   * @param tls null for connections without it
   */
  Connector(NetThreads threads, URI server, int port, Duration timeout, @Nullable ClientTls tls) {
    this.threads = threads;
    String name = server.getHost();
    this.host = name.startsWith("[") ? name.substring(1, name.length() - 1) : name;
    this.port = server.getPort() > 0 ? server.getPort() : port;
    this.timeout = timeout;
    this.tls = tls;
  }

  /**
   * Opens a connection; whoever cancels it before it is there gives it up.
   *
   * @param handlers adds what comes after TLS
   * @return completes exceptionally if no address can be connected to; the TLS handshake follows
   */
  CompletableFuture<Channel> connect(Consumer<ChannelPipeline> handlers) {
    CompletableFuture<Channel> connection = new CompletableFuture<>();
    names
        .addressesOf(host)
        .whenComplete(
            (addresses, failure) -> {
              if (addresses == null) {
                connection.completeExceptionally(new IOException("unknown host: " + host, failure));
              } else {
                connect(connection, handlers, addresses, 0);
              }
            });
    return connection;
  }

  private void connect(
      CompletableFuture<Channel> connection,
      Consumer<ChannelPipeline> handlers,
      List<InetAddress> addresses,
      int index) {
    if (connection.isDone()) {
      return;
    }
    ChannelFuture connecting =
        bootstrap(handlers).connect(new InetSocketAddress(addresses.get(index), port));
    connecting.addListener(
        done -> {
          if (done.isSuccess()) {
            connection.complete(connecting.channel());
          } else if (index + 1 < addresses.size()) {
            connect(connection, handlers, addresses, index + 1);
          } else {
            connection.completeExceptionally(done.cause());
          }
        });
    connection.whenComplete(
        (channel, failure) -> {
          if (failure != null) {
            connecting.channel().close();
          }
        });
  }

  private Bootstrap bootstrap(Consumer<ChannelPipeline> handlers) {
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
                addTls(channel);
                handlers.accept(channel.pipeline());
              }
            });
  }

  private void addTls(Channel channel) {
    if (tls != null) {
      SslHandler handler = tls.newHandler(channel.alloc(), host, port);
      handler.setHandshakeTimeoutMillis(Math.max(1, timeout.toMillis()));
      channel.pipeline().addLast(handler);
    }
  }

  @Override
  public void close() {
    names.close();
  }
}
