package io.pillion.ipc;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The sidecar's end of a doorbell: sleeps until any agent rings or connects.
 *
 * <p><b>Threading.</b> One thread; {@link #wakeUp} from any.
 */
public final class BellListener implements Closeable {
  private static final int MOST_CONNECTIONS = 1024;

  private final Selector selector;
  private final ServerSocketChannel server;
  private final ByteBuffer heard = ByteBuffer.allocateDirect(256);

  private BellListener(Selector selector, ServerSocketChannel server) {
    this.selector = selector;
    this.server = server;
  }

  /** Listens for rings about telemetry. */
  public static BellListener telemetry(IpcRoot root) throws IOException {
    return listen(root, Bell.TELEMETRY);
  }

  /** Listens for rings about checks. */
  public static BellListener checks(IpcRoot root) throws IOException {
    return listen(root, Bell.CHECKS);
  }

  /** Where the listeners of a directory are found. */
  public static List<Path> sockets(IpcRoot root) {
    return List.of(root.folder().resolve(Bell.TELEMETRY), root.folder().resolve(Bell.CHECKS));
  }

  /** The caller holds the sidecar's lock, so a socket that exists is a dead one's. */
  private static BellListener listen(IpcRoot root, String name) throws IOException {
    Path socket = root.folder().resolve(name);
    Files.deleteIfExists(socket);
    Selector selector = Selector.open();
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      server.bind(UnixDomainSocketAddress.of(socket));
      // To connect takes the right to write, which the usual umask keeps from the group.
      root.share(socket);
      server.configureBlocking(false);
      server.register(selector, SelectionKey.OP_ACCEPT);
      return new BellListener(selector, server);
    } catch (IOException | RuntimeException e) {
      server.close();
      selector.close();
      throw new IOException(
          "doorbell cannot be opened: path=" + socket + ", cause=" + e + "; use a shorter ipc.dir",
          e);
    }
  }

  /**
   * Sleeps until a ring, a new agent, {@link #wakeUp}, or the timeout. To be followed by {@link
   * #answer}, but not at once: whoever rang waits for something else.
   *
   * @param timeoutMillis at least 1
   */
  public void await(long timeoutMillis) throws IOException {
    selector.select(timeoutMillis);
  }

  /**
   * Takes in what {@link #await} woke for.
   *
   * @return true if an agent connected or went: there may be a new session
   */
  public boolean answer() throws IOException {
    boolean changed = false;
    for (SelectionKey key : selector.selectedKeys()) {
      changed |= key.channel() == server ? accept() : drain(key);
    }
    selector.selectedKeys().clear();
    return changed;
  }

  private boolean accept() throws IOException {
    SocketChannel agent = server.accept();
    if (agent == null) {
      return false;
    }
    if (selector.keys().size() > MOST_CONNECTIONS) {
      agent.close();
      return false;
    }
    agent.configureBlocking(false);
    agent.register(selector, SelectionKey.OP_READ);
    return true;
  }

  /** True if the agent went away. */
  private boolean drain(SelectionKey key) throws IOException {
    if (key.channel() instanceof SocketChannel agent) {
      try {
        heard.clear();
        if (agent.read(heard) >= 0) {
          return false;
        }
      } catch (IOException e) {
        // Reset: the agent died.
      }
      agent.close();
    }
    return true;
  }

  /** Ends a current or the next {@link #await}. */
  public void wakeUp() {
    selector.wakeup();
  }

  @Override
  public void close() throws IOException {
    if (!selector.isOpen()) {
      return;
    }
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
