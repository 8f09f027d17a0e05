package io.pillion.sidecar.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.timeout.IdleStateEvent;
import io.pillion.sidecar.log.EventLog;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One connection's requests, each answered before the next is read. */
@SuppressWarnings("FutureReturnValueIgnored") // closing a connection has no useful outcome
final class HttpExchange extends SimpleChannelInboundHandler<FullHttpRequest> {
  private final String listener;
  private final HttpHandler handler;
  private final EventLog log;

  HttpExchange(String listener, HttpHandler handler, EventLog log) {
    this.listener = listener;
    this.handler = handler;
    this.log = log;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    DecoderResult decoded = request.decoderResult();
    if (!decoded.isSuccess()) {
      write(context, refusal(decoded.cause()), false, false);
      return;
    }
    HttpReply reply = answer(request);
    boolean head = request.method().equals(HttpMethod.HEAD);
    write(context, reply, head, HttpUtil.isKeepAlive(request));
  }

  private HttpReply answer(FullHttpRequest request) {
    HttpCall call;
    try {
      call = call(request);
    } catch (IllegalArgumentException e) {
      return HttpReply.text(400, "bad request");
    }
    try {
      return handler.answer(call);
    } catch (Throwable e) { // a fault in a shared mapping is an Error, and must cost one page only
      log.error("request-failed", "listener", listener, "path", call.path(), "cause", e);
      return HttpReply.text(500, "internal error");
    }
  }

  private static HttpCall call(FullHttpRequest request) {
    QueryStringDecoder uri = new QueryStringDecoder(request.uri());
    Map<String, String> query = new HashMap<>();
    for (Map.Entry<String, List<String>> parameter : uri.parameters().entrySet()) {
      query.put(parameter.getKey(), parameter.getValue().get(0));
    }
    List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
    if (hosts.size() > 1) {
      throw new IllegalArgumentException("more than one Host header");
    }
    List<String> accepts = request.headers().getAll(HttpHeaderNames.ACCEPT);
    return new HttpCall(
        request.method().name(),
        uri.path(),
        query,
        hosts.isEmpty() ? null : hosts.get(0),
        accepts.isEmpty() ? null : String.join(",", accepts));
  }

  private static HttpReply refusal(@Nullable Throwable cause) {
    if (cause instanceof TooLongHttpLineException) {
      return HttpReply.text(414, "request line too long");
    }
    if (cause instanceof TooLongHttpHeaderException) {
      return HttpReply.text(431, "request headers too large");
    }
    return HttpReply.text(400, "bad request");
  }

  private static void write(
      ChannelHandlerContext context, HttpReply reply, boolean head, boolean keepAlive) {
    DefaultFullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            HttpResponseStatus.valueOf(reply.status()),
            head ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(reply.body()));
    HttpHeaders headers = response.headers();
    reply.headers().forEach(headers::set);
    headers.set(HttpHeaderNames.CONTENT_TYPE, reply.contentType());
    headers.setInt(HttpHeaderNames.CONTENT_LENGTH, reply.body().length);
    headers.set(HttpHeaderNames.CONNECTION, keepAlive ? "keep-alive" : "close");
    ChannelFuture written = context.writeAndFlush(response);
    if (!keepAlive) {
      written.addListener(ChannelFutureListener.CLOSE);
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent) {
      context.close();
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    // A peer that goes away is no event, in the middle of a message neither.
    if (!(cause instanceof IOException || cause instanceof PrematureChannelClosureException)) {
      log.warn("connection-failed", "listener", listener, "cause", cause);
    }
    context.close();
  }
}
