package apps;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/** Answers by the first part of the path; the last part is a number. */
final class EqualityHandler extends SimpleChannelInboundHandler<HttpObject> {
  private HttpRequest request;
  private CRC32 sum;
  private long length;
  private ByteArrayOutputStream body;

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject message) throws Exception {
    if (message instanceof HttpRequest) {
      request = (HttpRequest) message;
      sum = new CRC32();
      length = 0;
      body = new ByteArrayOutputStream();
      if (!message.decoderResult().isSuccess()) {
        HttpUtil.setKeepAlive(request, false);
        answer(context, 400, Unpooled.EMPTY_BUFFER);
        request = null;
        return;
      }
      if (HttpUtil.is100ContinueExpected(request)) {
        context.writeAndFlush(
            new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
      }
    }
    if (request != null && message instanceof HttpContent) {
      receive(((HttpContent) message).content());
      if (message instanceof LastHttpContent) {
        serve(context);
      }
    }
  }

  private void receive(ByteBuf content) {
    byte[] bytes = new byte[content.readableBytes()];
    content.readBytes(bytes);
    sum.update(bytes);
    length += bytes.length;
    if (request.uri().equals("/echo")) {
      body.writeBytes(bytes);
    }
  }

  private void serve(ChannelHandlerContext context) {
    String path = request.uri().replaceAll("\\?.*", "");
    long number = Pattern.number(path);
    switch (Pattern.place(path)) {
      case "/fixed":
        stream(context, number, number, true);
        break;
      case "/chunked":
        stream(context, number, -1, true);
        break;
      case "/echo":
        answer(context, 200, Unpooled.wrappedBuffer(body.toByteArray()));
        break;
      case "/count":
        answer(context, 200, Unpooled.wrappedBuffer(Pattern.account(length, sum)));
        break;
      case "/status":
        answer(context, (int) number, Unpooled.EMPTY_BUFFER);
        break;
      case "/headers":
        answer(context, 200, Unpooled.copiedBuffer(seen(context), StandardCharsets.UTF_8));
        break;
      case "/fail":
        throw new IllegalStateException("the application failed");
      case "/cut":
        stream(context, number, 2 * number, false);
        break;
      case "/upgrade":
        upgrade(context);
        break;
      default:
        answer(context, 404, Unpooled.EMPTY_BUFFER);
    }
  }

  private String seen(ChannelHandlerContext context) {
    StringBuilder seen = new StringBuilder(request.method() + " " + request.uri());
    List<Map.Entry<String, String>> headers = request.headers().entries();
    headers.forEach(h -> seen.append('\n').append(h.getKey()).append(": ").append(h.getValue()));
    return seen.append("\nhandler: ").append(context.name()).toString();
  }

  private void answer(ChannelHandlerContext context, int status, ByteBuf content) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), content);
    response.headers().add("X-Several", "first").add("X-Several", "second");
    if (status != 204 && status != 304) {
      response.headers().set("Content-Length", content.readableBytes());
    }
    finish(context.writeAndFlush(keptAlive(response)));
  }

  private HttpResponse keptAlive(HttpResponse response) {
    HttpUtil.setKeepAlive(response, HttpUtil.isKeepAlive(request));
    return response;
  }

  private void finish(ChannelFuture last) {
    if (!HttpUtil.isKeepAlive(request)) {
      last.addListener(ChannelFutureListener.CLOSE);
    }
  }

  /** Sends so much of a body that was announced with a length, or in chunks. */
  private void stream(ChannelHandlerContext context, long sent, long announced, boolean whole) {
    HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
    if (announced >= 0) {
      response.headers().set("Content-Length", announced);
    } else {
      HttpUtil.setTransferEncodingChunked(response, true);
    }
    context.write(keptAlive(response));
    for (long at = 0; at < sent; at += Pattern.PIECE) {
      context.write(new DefaultHttpContent(Unpooled.wrappedBuffer(Pattern.piece(at, sent - at))));
    }
    if (whole) {
      finish(context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT));
    } else {
      context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private void upgrade(ChannelHandlerContext context) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS);
    response.headers().set("Connection", "upgrade").set("Upgrade", "shout");
    context
        .writeAndFlush(response)
        .addListener(
            future -> {
              context.pipeline().addLast("shout", new ShoutHandler());
              context.pipeline().remove("equality");
              context.pipeline().remove("codec");
            });
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    FullHttpResponse response =
        new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.INTERNAL_SERVER_ERROR);
    response.headers().set("Content-Length", 0).set("X-Failure", String.valueOf(cause));
    context.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
  }
}
