package examples.pillion.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds ports that nobody listens on, below the range from which the kernel takes the local ports
 * of outgoing connections: so a port stays free while its owner is away for some seconds.
 */
final class FreePorts {

  private static final int LOWEST = 20_000;
  private static final int BOUND = 32_000;
  private static final int TRIES = 200;

  private FreePorts() {}

  static int next() {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(LOWEST, BOUND);
      if (free(port)) {
        return port;
      }
    }
    throw new IllegalStateException("no free port: range=" + LOWEST + "-" + BOUND);
  }

  private static boolean free(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
