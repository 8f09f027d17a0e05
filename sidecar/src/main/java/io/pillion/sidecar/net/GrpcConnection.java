package io.pillion.sidecar.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * An HTTP/2 connection that carries calls side by side until the server bids farewell or it is
 * retired; then it closes as soon as the calls on it have ended.
 *
 * <p><b>Threading.</b> Any thread.
 */
@SuppressWarnings("FutureReturnValueIgnored") // closing a connection has no useful outcome
final class GrpcConnection {
  /** Why a connection broke. */
  static final AttributeKey<Throwable> FAILURE =
      AttributeKey.valueOf(GrpcConnection.class, "failure");

  private static final String ALPN_NAME = "h2";

  /** A final refusal with more to say than fits would be taken for a broken connection. */
  private static final int MAX_TRAILER_BYTES = 1 << 18;

  private final Channel channel;
  private volatile boolean retired;

  private GrpcConnection(Channel channel) {
    this.channel = channel;
  }

  /**
   * Opens one, TLS handshake included.
   *
   * @param linger longest time for calls under way when it is retired
   */
  static CompletableFuture<GrpcConnection> open(Connector connector, Duration linger) {
    CompletableFuture<GrpcConnection> opened = new CompletableFuture<>();
    CompletableFuture<Channel> connecting =
        connector.connect(pipeline -> addHandlers(pipeline, linger));
    connecting.whenComplete(
        (channel, failure) -> {
          if (channel == null) {
            opened.completeExceptionally(ioException(failure));
          } else {
            awaitTls(channel, opened);
          }
        });
    opened.whenComplete(
        (connection, failure) -> {
          if (connection == null) {
            connecting.cancel(false);
            connecting.thenAccept(Channel::close);
          }
        });
    return opened;
  }

  private static void addHandlers(ChannelPipeline pipeline, Duration linger) {
    SslHandler tls = pipeline.get(SslHandler.class);
    if (tls != null) {
      SSLEngine engine = tls.engine();
      SSLParameters parameters = engine.getSSLParameters();
      parameters.setApplicationProtocols(new String[] {ALPN_NAME});
      engine.setSSLParameters(parameters);
    }
    pipeline
        .addLast(
            Http2FrameCodecBuilder.forClient()
                .initialSettings(
                    Http2Settings.defaultSettings()
                        .pushEnabled(false)
                        .maxHeaderListSize(MAX_TRAILER_BYTES))
                .encoderEnforceMaxConcurrentStreams(true)
                .gracefulShutdownTimeoutMillis(Math.max(1, linger.toMillis()))
                .build())
        .addLast(new Http2MultiplexHandler(new RefusedPush()));
  }

  private static void awaitTls(Channel channel, CompletableFuture<GrpcConnection> opened) {
    GrpcConnection connection = new GrpcConnection(channel);
    channel.pipeline().addLast(connection.new Watch());
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      opened.complete(connection);
      return;
    }
    tls.handshakeFuture()
        .addListener(
            done -> {
              if (!done.isSuccess()) {
                opened.completeExceptionally(ioException(done.cause()));
              } else if (!ALPN_NAME.equals(tls.engine().getApplicationProtocol())) {
                opened.completeExceptionally(
                    new IOException("back end does not offer HTTP/2 by ALPN: not a port for gRPC"));
              } else {
                opened.complete(connection);
              }
            });
  }

  /** Whether it takes further calls. */
  boolean isUsable() {
    return !retired && channel.isActive();
  }

  /** Opens a stream with that handler; {@code onFailure} is told if that cannot be. */
  void open(
      GrpcStream handler, Consumer<Http2StreamChannel> onOpen, Consumer<IOException> onFailure) {
    new Http2StreamChannelBootstrap(channel)
        .handler(handler)
        .open()
        .addListener(
            opened -> {
              if (opened.isSuccess()) {
                onOpen.accept((Http2StreamChannel) opened.getNow());
              } else {
                onFailure.accept(ioException(opened.cause()));
              }
            });
  }

  /** Takes no further calls. */
  void retire() {
    retired = true;
    channel.close();
  }

  static IOException ioException(Throwable cause) {
    return cause instanceof IOException io ? io : new IOException("connection failed", cause);
  }

  /** Looks after the connection itself, behind what looks after its streams. */
  private final class Watch extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
      if (frame instanceof Http2GoAwayFrame) {
        retire();
      }
      ReferenceCountUtil.release(frame);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      Throwable shown =
          cause instanceof Http2Exception
              ? new IOException("answer is not HTTP/2: not a port for gRPC?", cause)
              : cause;
      channel.attr(FAILURE).setIfAbsent(shown);
      retire();
    }
  }

  /** Never used: a server must not push when told not to. */
  private static final class RefusedPush extends ChannelInboundHandlerAdapter {
    @Override
    public void channelRead(ChannelHandlerContext context, Object frame) {
      ReferenceCountUtil.release(frame);
      context.close();
    }
  }
}
