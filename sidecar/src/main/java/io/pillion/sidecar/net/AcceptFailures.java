package io.pillion.sidecar.net;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.pillion.sidecar.log.EventLog;

/** Reports that a listener cannot take connections, for example for want of file descriptors. */
final class AcceptFailures extends ChannelInboundHandlerAdapter {
  private static final long QUIET_NANOS = 60_000_000_000L;

  private final String listener;
  private final EventLog log;
  private long lastReport = System.nanoTime() - QUIET_NANOS;

  AcceptFailures(String listener, EventLog log) {
    this.listener = listener;
    this.log = log;
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (System.nanoTime() - lastReport >= QUIET_NANOS) {
      lastReport = System.nanoTime();
      log.warn("accept-failed", "listener", listener, "cause", cause);
    }
    // Netty itself pauses accepting for a second when it sees the event.
    context.fireExceptionCaught(cause);
  }
}
