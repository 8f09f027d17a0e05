package io.pillion.instrumentation.vertx;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import io.pillion.agent.bootstrap.HttpServerExchange;
import io.vertx.core.http.impl.Http1xServerConnection;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The request whose turn it is on a connection: it begins when the one before it is answered, in
 * the midst of that one's work.
 *
 * <p><b>Threading.</b> The channel's event loop. <b>Failure.</b> What is thrown here, the advice
 * suppresses.
 */
public final class Turn {
  /** Held by the handler of the agent's in the channel's pipeline. */
  private static final AttributeKey<Supplier<HttpServerExchange>> SERVED =
      AttributeKey.valueOf("io.pillion.netty.served-requests");

  private Turn() {}

  /** Begins to work for it; null if it is not known. */
  public static @Nullable HttpServerExchange begin(@Nullable Http1xServerConnection connection) {
    Channel channel = connection == null ? null : connection.channelHandlerContext().channel();
    if (channel == null || !channel.hasAttr(SERVED)) {
      return null;
    }
    HttpServerExchange exchange = channel.attr(SERVED).get().get();
    if (exchange != null) {
      exchange.attach();
    }
    return exchange;
  }

  /** Ends what {@link #begin} began. */
  public static void end(@Nullable HttpServerExchange begun) {
    if (begun != null) {
      begun.detach();
    }
  }
}
