package io.pillion.instrumentation.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.HttpServerExchange;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A channel's requests that have no complete response yet, in the order in which they came:
 * HTTP/1.1 answers in that order. Outlives the handlers that feed it.
 *
 * <p><b>Threading.</b> The executor of the channel's HTTP codec.
 */
public final class ServedRequests
    implements ChannelFutureListener, Supplier<@Nullable HttpServerExchange> {
  private static final AttributeKey<ServedRequests> KEY =
      AttributeKey.valueOf("io.pillion.netty.served-requests");
  private static final int FEW = 2;

  private final ArrayDeque<ServedRequest> waiting = new ArrayDeque<>(FEW);
  private @Nullable Connection connection;
  private boolean informational;

  private ServedRequests() {}

  /** Those of a channel. */
  static ServedRequests of(Channel channel) {
    ServedRequests known = channel.attr(KEY).get();
    if (known != null) {
      return known;
    }
    ServedRequests made = new ServedRequests();
    channel.attr(KEY).set(made);
    var unused = channel.closeFuture().addListener(made);
    return made;
  }

  /** Those of a channel; null if it serves none. */
  static @Nullable ServedRequests existing(Channel channel) {
    return channel.hasAttr(KEY) ? channel.attr(KEY).get() : null;
  }

  /** A request came; null if it is not to be touched. */
  @Nullable ServedRequest begin(
      Channel channel, HttpRequest request, @Nullable String streamVersion) {
    if (connection == null) {
      connection = new Connection(channel);
    }
    HttpServerExchange exchange =
        Agent.http().startServer(new NettyServerRequest(request, connection, streamVersion));
    if (exchange == null) {
      return null;
    }
    ServedRequest served =
        new ServedRequest(
            exchange, request.method().name().equals("HEAD"), keepsAlive(request, streamVersion));
    waiting.add(served);
    return served;
  }

  /** Whether the connection can be used on if the request is refused. */
  private static boolean keepsAlive(HttpRequest request, @Nullable String streamVersion) {
    return streamVersion != null
        || (HttpUtil.isKeepAlive(request)
            && !request.decoderResult().isFailure()
            // The client may send its body after a refusal or not: the server cannot know.
            && !request.headers().contains(HttpHeaderNames.EXPECT));
  }

  /** The one whose response is next; null if none waits. */
  @Nullable ServedRequest next() {
    return waiting.peek();
  }

  /** The exchange of {@link #next}, for instrumentations of libraries that queue requests. */
  @Override
  public @Nullable HttpServerExchange get() {
    ServedRequest next = waiting.peek();
    return next == null ? null : next.exchange();
  }

  /** Takes {@link #next} out. */
  void takeNext() {
    waiting.poll();
  }

  /**
   * A part of a response is about to be written.
   *
   * @return the request that it completes, taken out; null if it completes none
   */
  @Nullable ServedRequest written(HttpObject part) {
    ServedRequest served = waiting.peek();
    if (served == null) {
      return null;
    }
    if (part instanceof HttpResponse response) {
      informational = HttpMessages.isInformational(response);
      if (!informational) {
        served.answered(response.status().code());
        served.exchange().responseHeaders(new NettyHeaders(response.headers()));
        if (HttpMessages.isUpgrade(response)) {
          waiting.poll();
          return HttpMessages.isUpgradeToHttp2(response) ? null : served;
        }
      }
    }
    if (!(part instanceof LastHttpContent)) {
      return null;
    }
    if (informational) {
      informational = false;
      return null;
    }
    return waiting.poll();
  }

  /** Something failed; the request that came last is the likely one. */
  void failed(Throwable cause) {
    ServedRequest served = waiting.peekLast();
    if (served != null) {
      served.failed(cause);
    }
  }

  /** The channel closed: whatever waits gets no response. */
  @Override
  public void operationComplete(ChannelFuture closed) {
    ServedRequest served = waiting.poll();
    while (served != null) {
      served.end(new ClosedChannelException());
      served = waiting.poll();
    }
  }
}
