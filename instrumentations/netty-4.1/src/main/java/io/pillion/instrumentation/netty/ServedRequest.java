package io.pillion.instrumentation.netty;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.pillion.agent.bootstrap.HttpServerExchange;
import org.jspecify.annotations.Nullable;

/**
 * A request that waits for its response; as a listener, one whose response waits to be sent.
 *
 * <p><b>Threading.</b> The channel's event loop.
 */
public final class ServedRequest implements ChannelFutureListener {
  private static final int SERVER_ERROR = 500;

  private final HttpServerExchange exchange;
  private final boolean head;
  private final boolean keepAlive;
  private int status;
  private @Nullable Throwable failure;

  ServedRequest(HttpServerExchange exchange, boolean head, boolean keepAlive) {
    this.exchange = exchange;
    this.head = head;
    this.keepAlive = keepAlive;
  }

  HttpServerExchange exchange() {
    return exchange;
  }

  boolean isHead() {
    return head;
  }

  boolean keepsAlive() {
    return keepAlive;
  }

  /** The final response's head is on its way. */
  void answered(int statusCode) {
    status = statusCode;
  }

  /** What a handler threw; the first counts, and only if the request fails. */
  void failed(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  /** The response is written, or could not be. */
  @Override
  public void operationComplete(ChannelFuture write) {
    end(write.isSuccess() ? null : write.cause());
  }

  /** Ends the exchange. */
  void end(@Nullable Throwable connectionFailure) {
    boolean serverFailed = connectionFailure != null || status >= SERVER_ERROR;
    exchange.end(status, serverFailed && failure != null ? failure : connectionFailure);
  }
}
