package io.pillion.instrumentation.netty;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.pillion.agent.bootstrap.Agent;
import org.jspecify.annotations.Nullable;

/**
 * Stands behind a client's HTTP codec: begins an exchange with each request, ends it with its
 * response, and runs the application's handlers of the response in the context of its sender.
 * Passes everything else on as it is.
 *
 * <p><b>Threading.</b> The codec's executor.
 */
public final class ClientHandler extends ChannelDuplexHandler {
  private final SentRequests requests;
  private final @Nullable String streamVersion;

  /**
   * A handler for one channel.
   *
   * @param streamVersion the version where messages become another protocol's frames
   */
  ClientHandler(SentRequests requests, @Nullable String streamVersion) {
    this.requests = requests;
    this.streamVersion = streamVersion;
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    SentRequest sent = message instanceof HttpRequest request ? begin(ctx, request) : null;
    if (sent == null || promise.isVoid()) {
      var unused = ctx.write(message, promise);
    } else {
      var unused = ctx.write(message, promise.addListener(sent));
    }
  }

  private @Nullable SentRequest begin(ChannelHandlerContext ctx, HttpRequest request) {
    try {
      return requests.begin(ctx.channel(), request);
    } catch (Throwable e) {
      Agent.adviceFailed(e);
      return null;
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    SentRequest sent = requests.next();
    if (sent == null || !(message instanceof HttpObject part)) {
      ctx.fireChannelRead(message);
      return;
    }
    boolean upgraded = read(part) && HttpMessages.isUpgrade(message);
    pass(ctx, message, sent.sender());
    if (upgraded && !ctx.isRemoved()) {
      ctx.pipeline().remove(this);
    }
  }

  private boolean read(HttpObject part) {
    try {
      return requests.read(part, streamVersion);
    } catch (Throwable e) {
      Agent.adviceFailed(e);
      return false;
    }
  }

  private static void pass(ChannelHandlerContext ctx, Object message, @Nullable Object sender) {
    if (sender == null) {
      ctx.fireChannelRead(message);
      return;
    }
    Agent.context().attach(sender);
    try {
      ctx.fireChannelRead(message);
    } finally {
      Agent.context().detach(sender);
    }
  }

  /** Not on the channel's close future: the codec may find the response's end after it. */
  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    ctx.fireChannelInactive();
    requests.closed();
  }
}
