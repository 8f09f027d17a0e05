package io.pillion.ipc;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The agent's end of a doorbell: a Unix socket in non-blocking mode, so that an interrupted
 * application thread can ring it without closing it.
 *
 * <p><b>Threading.</b> {@link #ring} from any thread; the rest by the writer thread.
 */
final class Bell {
  static final String TELEMETRY = "telemetry.bell";
  static final String CHECKS = "checks.bell";

  private static final ByteBuffer RING = ByteBuffer.allocateDirect(1);
  private static final long BRIEF_NS = 1_000_000_000;
  private static final long FIRST_WAIT_NS = 100_000_000;
  private static final long LONGEST_WAIT_NS = 2_000_000_000;

  private final Path socket;
  private final ByteBuffer heard = ByteBuffer.allocateDirect(64);
  private volatile @Nullable SocketChannel channel;
  private boolean hadConnection;
  private long changedNs = System.nanoTime();
  private long waitNs;

  Bell(Path socket) {
    this.socket = socket;
  }

  /**
   * Wakes the listener. Does not block and does not throw.
   *
   * @return false if there is none
   */
  boolean ring() {
    SocketChannel current = channel;
    if (current == null) {
      return false;
    }
    try {
      // A full socket buffer means many rings are waiting already.
      current.write(RING.duplicate());
      return true;
    } catch (IOException | RuntimeException e) {
      close();
      return false;
    }
  }

  /** Connects if there is a listener, and notices one that has gone. True while connected. */
  boolean connected() {
    SocketChannel current = channel;
    if (current != null && isUp(current)) {
      return true;
    }
    long now = System.nanoTime();
    if (hadConnection) {
      close();
      hadConnection = false;
      hungUp(now);
      return false;
    }
    if (now - changedNs < waitNs || !connect()) {
      return false;
    }
    hadConnection = true;
    changedNs = now;
    return true;
  }

  private boolean isUp(SocketChannel current) {
    try {
      heard.clear();
      return current.read(heard) >= 0;
    } catch (IOException | RuntimeException e) {
      // Reset: as good as an end of stream.
      return false;
    }
  }

  /** A listener that takes connections and hangs up has no room: it is asked less and less. */
  private void hungUp(long now) {
    waitNs =
        now - changedNs < BRIEF_NS
            ? Math.min(Math.max(waitNs * 2, FIRST_WAIT_NS), LONGEST_WAIT_NS)
            : 0;
    changedNs = now;
  }

  private boolean connect() {
    SocketChannel opened = null;
    try {
      opened = SocketChannel.open(StandardProtocolFamily.UNIX);
      opened.configureBlocking(false);
      if (opened.connect(UnixDomainSocketAddress.of(socket))) {
        channel = opened;
        return true;
      }
    } catch (IOException | RuntimeException e) {
      // Nobody listens.
    }
    closeQuietly(opened);
    return false;
  }

  void close() {
    SocketChannel current = channel;
    channel = null;
    closeQuietly(current);
  }

  private static void closeQuietly(@Nullable SocketChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // Nothing to save.
      }
    }
  }
}
