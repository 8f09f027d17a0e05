package io.pillion.sidecar.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads the answer to one call from its stream. All on the connection's event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // closing a stream has no useful outcome
final class GrpcStream extends SimpleChannelInboundHandler<Http2StreamFrame> {
  private static final int MAX_ANSWER_BYTES = 1 << 20;

  private final CompletableFuture<GrpcAnswer> answer;
  private final Consumer<IOException> onUnanswered;
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private @Nullable Http2Headers head;
  private boolean lost;

  /**
   * For one call.
   *
   * @param onUnanswered told once if no answer will come; nothing of one has come then
   */
  GrpcStream(CompletableFuture<GrpcAnswer> answer, Consumer<IOException> onUnanswered) {
    this.answer = answer;
    this.onUnanswered = onUnanswered;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, Http2StreamFrame frame) {
    if (frame instanceof Http2HeadersFrame headers) {
      read(headers);
    } else if (frame instanceof Http2DataFrame body) {
      read(body);
    }
  }

  private void read(Http2HeadersFrame frame) {
    Http2Headers headers = frame.headers();
    CharSequence status = headers.status();
    if (status != null && status.length() == 3 && status.charAt(0) == '1') {
      return; // informational; the answer is still to come
    }
    if (head == null) {
      head = headers;
    }
    if (frame.isEndStream()) {
      answer.complete(GrpcAnswerParser.parse(head, headers, data.toByteArray()));
    }
  }

  private void read(Http2DataFrame frame) {
    Http2Headers first = head;
    int bytes = frame.content().readableBytes();
    if (first == null || data.size() + bytes > MAX_ANSWER_BYTES) {
      answer.completeExceptionally(
          new IOException("answer is too long or has no head: most=" + MAX_ANSWER_BYTES));
      return;
    }
    byte[] part = new byte[bytes];
    frame.content().readBytes(part);
    data.writeBytes(part);
    if (frame.isEndStream()) {
      answer.complete(GrpcAnswerParser.parse(first, first, data.toByteArray()));
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof Http2ResetFrame reset) {
      reset(Http2Error.valueOf(reset.errorCode()));
    } else if (event instanceof Http2GoAwayFrame) {
      lost(new IOException("connection is going away"));
    }
    ReferenceCountUtil.release(event);
  }

  /** Only a stream that was refused was not looked at. */
  private void reset(@Nullable Http2Error error) {
    IOException cause = new IOException("call reset by the back end: error=" + error);
    if (error == Http2Error.REFUSED_STREAM) {
      lost(cause);
    } else {
      answer.completeExceptionally(cause);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    Throwable cause = context.channel().parent().attr(GrpcConnection.FAILURE).get();
    lost(
        cause instanceof IOException failure
            ? failure
            : new IOException("connection closed before the answer", cause));
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    lost(new IOException("call failed", cause));
    context.close();
  }

  /** The call has come to an end; only the first reason counts. */
  void lost(IOException cause) {
    if (lost) {
      return;
    }
    lost = true;
    if (head == null) {
      onUnanswered.accept(cause);
    } else {
      answer.completeExceptionally(cause);
    }
  }
}
