package io.pillion.instrumentation.netty;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a channel's two ends. Made when its first request comes: by then TLS is set up.
 *
 * <p><b>Threading.</b> Immutable.
 */
public final class Connection {
  private final String scheme;
  private final @Nullable String peerHost;
  private final @Nullable String peerAddress;
  private final int peerPort;
  private final int localPort;

  Connection(Channel channel) {
    this.scheme = isEncrypted(channel) ? "https" : "http";
    InetSocketAddress peer = internetAddress(channel.remoteAddress());
    InetSocketAddress local = internetAddress(channel.localAddress());
    InetAddress resolved = peer == null ? null : peer.getAddress();
    this.peerHost = peer == null ? null : peer.getHostString();
    this.peerAddress = resolved == null ? null : resolved.getHostAddress();
    this.peerPort = peer == null ? 0 : peer.getPort();
    this.localPort = local == null ? 0 : local.getPort();
  }

  /** A stream's channel has no TLS of its own, but that of the connection that carries it. */
  private static boolean isEncrypted(Channel channel) {
    for (Channel c = channel; c != null; c = c.parent()) {
      if (c.pipeline().get(SslHandler.class) != null) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable InetSocketAddress internetAddress(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress internet ? internet : null;
  }

  String scheme() {
    return scheme;
  }

  @Nullable String peerHost() {
    return peerHost;
  }

  @Nullable String peerAddress() {
    return peerAddress;
  }

  int peerPort() {
    return peerPort;
  }

  int localPort() {
    return localPort;
  }
}
