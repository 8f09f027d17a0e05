package io.pillion.instrumentation.reactornetty;

import io.netty.util.AttributeKey;
import io.pillion.agent.bootstrap.Agent;
import reactor.netty.channel.ChannelOperations;

/**
 * What the advice calls. Lives in the loader of Reactor Netty.
 *
 * <p><b>Threading.</b> The channel's event loop. <b>Failure.</b> What is thrown here, the advice
 * suppresses.
 */
public final class Sending {
  /** Read by the handler in the channel's pipeline. */
  private static final AttributeKey<Object> SENDER =
      AttributeKey.valueOf("io.pillion.netty.sender");

  private Sending() {}

  /** The next request on the channel is sent for the one who subscribed, or for nobody. */
  public static void next(ChannelOperations<?, ?> operations) {
    Object sender =
        operations.currentContext().getOrDefault(SenderSubscriber.KEY, Agent.context().nothing());
    operations.channel().attr(SENDER).set(sender);
  }
}
