package io.pillion.instrumentation.netty;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AttributeKey;
import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.HttpClientExchange;
import java.nio.channels.ClosedChannelException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A client channel's requests that have no complete response yet, in the order in which they were
 * written. Outlives the handlers that feed it.
 *
 * <p><b>Threading.</b> The executor of the channel's HTTP codec.
 */
public final class SentRequests {
  private static final AttributeKey<SentRequests> KEY =
      AttributeKey.valueOf("io.pillion.netty.sent-requests");

  /** Where the instrumentation of a library above says for what the next request is sent. */
  private static final AttributeKey<Object> SENDER =
      AttributeKey.valueOf("io.pillion.netty.sender");

  private static final int FEW = 2;

  private final ArrayDeque<SentRequest> waiting = new ArrayDeque<>(FEW);
  private @Nullable Connection connection;

  /** What the channel was opened for: a future's callback that sends the request lost it. */
  private @Nullable Object opener;

  private boolean informational;

  private SentRequests() {
    this.opener = Agent.context().capture();
  }

  /** Those of a channel. */
  static SentRequests of(Channel channel) {
    SentRequests known = channel.attr(KEY).get();
    if (known != null) {
      return known;
    }
    SentRequests made = new SentRequests();
    channel.attr(KEY).set(made);
    return made;
  }

  /** Those of a channel; null if it sends none. */
  static @Nullable SentRequests existing(Channel channel) {
    return channel.hasAttr(KEY) ? channel.attr(KEY).get() : null;
  }

  /** A request is about to be written; null if it is not to be touched. */
  @Nullable SentRequest begin(Channel channel, HttpRequest request) {
    if (connection == null) {
      connection = new Connection(channel);
    }
    Object sender = sender(channel);
    if (sender != null) {
      Agent.context().attach(sender);
    }
    try {
      HttpClientExchange exchange =
          Agent.http().startClient(new NettyClientRequest(request, connection));
      if (exchange == null) {
        return null;
      }
      exchange.injectHeaders(new RequestHeaderSetter(request.headers()));
      SentRequest sent = new SentRequest(this, exchange, sender);
      waiting.add(sent);
      return sent;
    } finally {
      if (sender != null) {
        Agent.context().detach(sender);
      }
    }
  }

  private @Nullable Object sender(Channel channel) {
    Object told = channel.hasAttr(SENDER) ? channel.attr(SENDER).getAndSet(null) : null;
    Object current = told != null ? told : Agent.context().capture();
    Object sender = current != null ? current : opener;
    opener = null;
    return sender;
  }

  /** The one whose response is next; null if none waits. */
  @Nullable SentRequest next() {
    return waiting.peek();
  }

  /**
   * A part of a response came.
   *
   * @return whether it completes the response to {@link #next}, which is then taken out and ended
   */
  boolean read(HttpObject part, @Nullable String streamVersion) {
    SentRequest sent = waiting.peek();
    if (sent == null) {
      return false;
    }
    boolean upgrade = false;
    if (part instanceof HttpResponse response) {
      informational = HttpMessages.isInformational(response);
      if (!informational) {
        sent.answered(
            response.status().code(),
            streamVersion != null
                ? streamVersion
                : HttpMessages.digits(response.protocolVersion()));
        sent.exchange().responseHeaders(new NettyHeaders(response.headers()));
        upgrade = HttpMessages.isUpgrade(response);
      }
    }
    if (!upgrade && !(part instanceof LastHttpContent)) {
      return false;
    }
    if (informational) {
      informational = false;
      return false;
    }
    waiting.poll();
    sent.end(null);
    return true;
  }

  void remove(SentRequest sent) {
    waiting.remove(sent);
  }

  /** Something failed on the channel; it concerns all that wait. */
  void failed(Throwable cause) {
    for (SentRequest sent : waiting) {
      sent.failed(cause);
    }
  }

  /** The channel closed: whatever waits gets no response. */
  void closed() {
    SentRequest sent = waiting.poll();
    while (sent != null) {
      sent.end(new ClosedChannelException());
      sent = waiting.poll();
    }
  }
}
