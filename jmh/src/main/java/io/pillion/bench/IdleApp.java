package io.pillion.bench;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.locks.LockSupport;

/** An application that nobody uses, in a process of its own, until it is killed. */
final class IdleApp {
  private IdleApp() {}

  /** {@code [http]}: with a server, or with nothing at all. */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length > 0) {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.start();
    }
    while (true) {
      LockSupport.park();
    }
  }
}
