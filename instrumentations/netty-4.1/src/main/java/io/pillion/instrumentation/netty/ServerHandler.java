package io.pillion.instrumentation.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.HttpServerExchange;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Stands behind a server's HTTP codec: begins an exchange with each request, runs the application's
 * handlers in its context, answers in their place if policy refuses it, and ends it with its
 * response. Passes everything else on as it is.
 *
 * <p><b>Threading.</b> The codec's executor.
 */
public final class ServerHandler extends ChannelDuplexHandler {
  private final ServedRequests requests;
  private final @Nullable String streamVersion;
  private @Nullable ServedRequest reading;
  private boolean closing;
  private boolean swallowed;
  private boolean passedOn;

  /**
   * A handler for one channel.
   *
   * @param streamVersion the version where messages are made of another protocol's frames
   */
  ServerHandler(ServedRequests requests, @Nullable String streamVersion) {
    this.requests = requests;
    this.streamVersion = streamVersion;
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!(message instanceof HttpObject)) {
      ctx.fireChannelRead(message);
      return;
    }
    if (closing) {
      swallow(message);
      return;
    }
    if (message instanceof HttpRequest request) {
      reading = begin(ctx, request);
    }
    ServedRequest served = reading;
    if (message instanceof LastHttpContent) {
      reading = null;
    }
    if (served != null && served.exchange().denied()) {
      swallow(message);
      if (message instanceof HttpRequest && served == requests.next()) {
        deny(ctx, served);
      }
      return;
    }
    passedOn = true;
    pass(ctx, message, served);
  }

  private @Nullable ServedRequest begin(ChannelHandlerContext ctx, HttpRequest request) {
    try {
      return requests.begin(ctx.channel(), request, streamVersion);
    } catch (Throwable e) {
      Agent.adviceFailed(e);
      return null;
    }
  }

  private static void pass(
      ChannelHandlerContext ctx, Object message, @Nullable ServedRequest served) {
    if (served == null) {
      ctx.fireChannelRead(message);
      return;
    }
    HttpServerExchange exchange = served.exchange();
    exchange.attach();
    try {
      ctx.fireChannelRead(message);
    } finally {
      exchange.detach();
    }
  }

  private void swallow(Object message) {
    swallowed = true;
    ReferenceCountUtil.release(message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    boolean stillAwaited = swallowed && !passedOn;
    swallowed = false;
    passedOn = false;
    ctx.fireChannelReadComplete();
    if (stillAwaited && !ctx.channel().config().isAutoRead()) {
      // The application asked for a message and does not know that it was not for it.
      ctx.read();
    }
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    if (!(message instanceof HttpObject part) || requests.next() == null) {
      var unused = ctx.write(message, promise);
      return;
    }
    ServedRequest completed = written(part);
    if (completed == null) {
      var unused = ctx.write(message, promise);
    } else if (promise.isVoid()) {
      var unused = ctx.write(message, promise);
      completed.end(null);
    } else {
      var unused = ctx.write(message, promise.addListener(completed));
    }
    if (HttpMessages.isUpgrade(message)) {
      ctx.pipeline().remove(this);
    } else if (completed != null) {
      denyNext(ctx);
    }
  }

  private @Nullable ServedRequest written(HttpObject part) {
    try {
      return requests.written(part);
    } catch (Throwable e) {
      Agent.adviceFailed(e);
      return null;
    }
  }

  /** Refused requests that came while earlier ones were being served get their answer in turn. */
  private void denyNext(ChannelHandlerContext ctx) {
    ServedRequest next = requests.next();
    while (next != null && next.exchange().denied() && !closing) {
      deny(ctx, next);
      next = requests.next();
    }
  }

  private void deny(ChannelHandlerContext ctx, ServedRequest served) {
    requests.takeNext();
    HttpServerExchange exchange = served.exchange();
    int status = exchange.denialStatus();
    byte[] body = exchange.denialBody().getBytes(StandardCharsets.UTF_8);
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(status),
            served.isHead() ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(body));
    response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=utf-8");
    response.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
    HttpUtil.setKeepAlive(response, served.keepsAlive());
    served.answered(status);
    exchange.responseHeaders(new NettyHeaders(response.headers()));
    ChannelFuture write = ctx.writeAndFlush(response).addListener(served);
    if (!served.keepsAlive()) {
      closing = true;
      var unused = write.addListener(ChannelFutureListener.CLOSE);
    }
  }
}
