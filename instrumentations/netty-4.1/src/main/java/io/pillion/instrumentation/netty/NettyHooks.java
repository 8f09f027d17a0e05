package io.pillion.instrumentation.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpRequestEncoder;
import io.netty.handler.codec.http.HttpResponseDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.EventExecutor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the advice calls. Lives in the loader of Netty.
 *
 * <p><b>Threading.</b> The handler's executor. <b>Failure.</b> What is thrown here, the advice
 * suppresses.
 */
public final class NettyHooks {
  /** The name of our handler in a server's pipeline. */
  static final String SERVER_HANDLER = "io.pillion.netty.server";

  /** The name of our handler in a client's pipeline. */
  static final String CLIENT_HANDLER = "io.pillion.netty.client";

  private static final String HTTP_2 = "2";

  private NettyHooks() {}

  /** A handler was added to a pipeline. */
  public static void handlerAdded(ChannelHandlerContext context) {
    ChannelHandler handler = context.handler();
    if (handler instanceof HttpServerCodec) {
      serve(context, null);
    } else if (handler instanceof HttpClientCodec) {
      send(context, null);
    } else if (handler instanceof HttpRequestDecoder || handler instanceof HttpResponseEncoder) {
      ChannelHandlerContext later =
          later(context.pipeline(), HttpRequestDecoder.class, HttpResponseEncoder.class);
      if (later != null) {
        serve(later, null);
      }
    } else if (handler instanceof HttpResponseDecoder || handler instanceof HttpRequestEncoder) {
      ChannelHandlerContext later =
          later(context.pipeline(), HttpResponseDecoder.class, HttpRequestEncoder.class);
      if (later != null) {
        send(later, null);
      }
    }
  }

  /** The codec of an HTTP/2 stream was added to the stream's pipeline. */
  public static void http2StreamCodecAdded(ChannelHandlerContext context, boolean server) {
    if (server) {
      serve(context, HTTP_2);
    } else {
      send(context, HTTP_2);
    }
  }

  /** An exception reached a handler. */
  public static void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    Channel channel = context.channel();
    ServedRequests served = ServedRequests.existing(channel);
    SentRequests sent = SentRequests.existing(channel);
    // Handlers may have executors of their own; what is noted here belongs to the event loop.
    if ((served == null && sent == null) || !channel.eventLoop().inEventLoop()) {
      return;
    }
    if (served != null) {
      served.failed(cause);
    }
    if (sent != null) {
      sent.failed(cause);
    }
  }

  private static void serve(ChannelHandlerContext codec, @Nullable String streamVersion) {
    addBehind(
        codec,
        SERVER_HANDLER,
        new ServerHandler(ServedRequests.of(codec.channel()), streamVersion));
  }

  private static void send(ChannelHandlerContext codec, @Nullable String streamVersion) {
    addBehind(
        codec, CLIENT_HANDLER, new ClientHandler(SentRequests.of(codec.channel()), streamVersion));
  }

  /** In place of one that stands behind a codec that was there before. */
  private static void addBehind(ChannelHandlerContext codec, String name, ChannelHandler ours) {
    ChannelPipeline pipeline = codec.pipeline();
    if (pipeline.context(name) != null) {
      pipeline.remove(name);
    }
    EventExecutor executor = codec.executor();
    pipeline.addAfter(
        executor == codec.channel().eventLoop() ? null : executor, codec.name(), name, ours);
  }

  /** The one of two handlers that is nearer to the application; null if either is missing. */
  private static @Nullable ChannelHandlerContext later(
      ChannelPipeline pipeline,
      Class<? extends ChannelHandler> decoder,
      Class<? extends ChannelHandler> encoder) {
    ChannelHandlerContext decoding = pipeline.context(decoder);
    ChannelHandlerContext encoding = pipeline.context(encoder);
    if (decoding == null || encoding == null) {
      return null;
    }
    List<String> names = pipeline.names();
    return names.indexOf(decoding.name()) > names.indexOf(encoding.name()) ? decoding : encoding;
  }
}
