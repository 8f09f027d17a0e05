package io.pillion.sidecar.net;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the answers of one client connection. All on the connection's event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // closing a connection has no useful outcome
final class AnswerReader extends SimpleChannelInboundHandler<FullHttpResponse> {
  private @Nullable PendingPost pending;
  private @Nullable Runnable onStale;

  /** The next answer belongs to that request. */
  void expect(PendingPost post, @Nullable Runnable whenStale) {
    pending = post;
    onStale = whenStale;
  }

  /** No answer will come. */
  void giveUp(@Nullable Throwable cause) {
    PendingPost post = pending;
    Runnable stale = onStale;
    pending = null;
    onStale = null;
    if (post != null && !post.answer().isDone()) {
      post.lost(stale, cause);
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpResponse response) {
    PendingPost post = pending;
    if (post == null) {
      context.close();
      return;
    }
    onStale = null;
    if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
      return; // for example 103; the answer is still to come
    }
    if (!response.decoderResult().isSuccess()) {
      giveUp(new IOException("answer is not HTTP", response.decoderResult().cause()));
      context.close();
      return;
    }
    pending = null;
    Map<String, String> headers = new HashMap<>();
    response
        .headers()
        .forEach(
            header ->
                headers.putIfAbsent(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
    HttpAnswer answer =
        new HttpAnswer(response.status().code(), headers, ByteBufUtil.getBytes(response.content()));
    post.complete(answer, context.channel(), HttpUtil.isKeepAlive(response));
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    giveUp(new IOException("connection closed before the answer"));
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    giveUp(cause);
    context.close();
  }
}
