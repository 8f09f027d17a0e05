package io.pillion.sidecar.net;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.pillion.sidecar.config.ListenAddress;
import io.pillion.sidecar.log.EventLog;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;

/** A listener that speaks HTTP/1.1. Listens from its opening to its closing. */
@SuppressWarnings("FutureReturnValueIgnored") // closing a connection has no useful outcome
public final class HttpServer implements AutoCloseable {
  private static final int MAX_INITIAL_LINE_BYTES = 4096;
  private static final int MAX_HEADER_BYTES = 8192;
  private static final int MAX_BODY_BYTES = 64 << 10;
  private static final int MAX_CONNECTIONS = 256;
  private static final int IDLE_SECONDS = 60;

  private final String host;
  private final Channel listener;
  private final ChannelGroup connections;

  private HttpServer(String host, Channel listener, ChannelGroup connections) {
    this.host = host;
    this.listener = listener;
    this.connections = connections;
  }

  /**
   * Listens.
   *
   * @param name of the listener, for the log
   * @throws IOException if the address cannot be had; its message is the system's
   */
  public static HttpServer open(
      NetThreads threads, String name, ListenAddress address, HttpHandler handler, EventLog log)
      throws IOException {
    ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(threads.group())
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .option(ChannelOption.SO_BACKLOG, 128)
            .option(ChannelOption.ALLOCATOR, threads.allocator())
            .childOption(ChannelOption.ALLOCATOR, threads.allocator())
            .childOption(ChannelOption.TCP_NODELAY, true)
            .handler(new AcceptFailures(name, log))
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    if (connections.size() >= MAX_CONNECTIONS) {
                      channel.close();
                      return;
                    }
                    connections.add(channel);
                    configure(channel.pipeline(), name, handler, log);
                  }
                });
    ChannelFuture bound =
        bootstrap
            .bind(new InetSocketAddress(address.host(), address.port()))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw bound.cause() instanceof IOException e ? e : new IOException(bound.cause());
    }
    return new HttpServer(address.host(), bound.channel(), connections);
  }

  /** Where it listens: the host that was asked for, and the port that the system chose. */
  public ListenAddress address() {
    return new ListenAddress(host, ((InetSocketAddress) listener.localAddress()).getPort());
  }

  /** Takes no more connections and closes those it has. */
  @Override
  public void close() {
    listener.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
    connections.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
  }

  static void configure(ChannelPipeline pipeline, String name, HttpHandler handler, EventLog log) {
    pipeline
        .addLast(new IdleStateHandler(0, 0, IDLE_SECONDS))
        .addLast(
            new HttpServerCodec(
                new HttpDecoderConfig()
                    .setMaxInitialLineLength(MAX_INITIAL_LINE_BYTES)
                    .setMaxHeaderSize(MAX_HEADER_BYTES)))
        .addLast(new HttpObjectAggregator(MAX_BODY_BYTES, true))
        .addLast(new HttpExchange(name, handler, log));
  }
}
