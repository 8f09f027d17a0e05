package io.pillion.instrumentation.reactornetty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.util.AttributeKey;
import io.pillion.agent.bootstrap.HttpServerExchange;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The request whose turn it is on a channel.
 *
 * <p><b>Threading.</b> The channel's event loop. <b>Failure.</b> What is thrown here, the advice
 * suppresses.
 */
public final class Waiting {
  /** Held by the handler in the channel's pipeline. */
  private static final AttributeKey<Supplier<HttpServerExchange>> SERVED =
      AttributeKey.valueOf("io.pillion.netty.served-requests");

  private Waiting() {}

  /** Begins to work for it; null if there is none. */
  public static @Nullable Object enter(@Nullable ChannelHandlerContext context) {
    if (context == null || !context.channel().hasAttr(SERVED)) {
      return null;
    }
    HttpServerExchange exchange = context.channel().attr(SERVED).get().get();
    if (exchange != null) {
      exchange.attach();
    }
    return exchange;
  }

  /** Ends what {@link #enter} began. */
  public static void exit(@Nullable Object entered) {
    if (entered instanceof HttpServerExchange exchange) {
      exchange.detach();
    }
  }
}
