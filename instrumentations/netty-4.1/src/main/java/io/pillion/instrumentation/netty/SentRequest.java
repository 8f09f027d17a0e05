package io.pillion.instrumentation.netty;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.pillion.agent.bootstrap.HttpClientExchange;
import org.jspecify.annotations.Nullable;

/**
 * A request that waits for its response.
 *
 * <p><b>Threading.</b> The channel's event loop.
 */
public final class SentRequest implements ChannelFutureListener {
  private final SentRequests waiting;
  private final HttpClientExchange exchange;
  private final @Nullable Object sender;
  private int status;
  private @Nullable String version;
  private @Nullable Throwable failure;

  /**
   * A request.
   *
   * @param sender what the code that sent it worked for; null if nothing
   */
  SentRequest(SentRequests waiting, HttpClientExchange exchange, @Nullable Object sender) {
    this.waiting = waiting;
    this.exchange = exchange;
    this.sender = sender;
  }

  HttpClientExchange exchange() {
    return exchange;
  }

  @Nullable Object sender() {
    return sender;
  }

  /** The final response's head came. */
  void answered(int statusCode, String httpVersion) {
    status = statusCode;
    version = httpVersion;
  }

  /** What went wrong on the channel; the first counts, and only if the response stays out. */
  void failed(Throwable cause) {
    if (failure == null) {
      failure = cause;
    }
  }

  /** The request is written; if it could not be, no response will come. */
  @Override
  public void operationComplete(ChannelFuture write) {
    if (!write.isSuccess()) {
      waiting.remove(this);
      end(write.cause());
    }
  }

  /** Ends the exchange. */
  void end(@Nullable Throwable connectionFailure) {
    exchange.end(
        status,
        version,
        connectionFailure != null && failure != null ? failure : connectionFailure);
  }
}
