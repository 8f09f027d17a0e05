package io.pillion.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Tells whoever connects how many bytes the threads of this JVM have allocated. All contenders
 * carry it, the bare one too.
 */
public final class AllocationAgent {
  private AllocationAgent() {}

  /** Called by the JVM before main, with the file to write the port to. */
  public static void premain(String portFile) throws IOException {
    ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    Path file = Path.of(portFile);
    Path beside = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(beside, Integer.toString(server.getLocalPort()));
    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    Thread thread = new Thread(() -> serve(server), "bench-stock-taker");
    thread.setDaemon(true);
    thread.start();
  }

  private static void serve(ServerSocket server) {
    while (true) {
      try (Socket asker = server.accept()) {
        String answer = Long.toString(allocated());
        asker.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // The asker went away.
      }
    }
  }

  private static long allocated() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long sum = 0;
    for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
      sum += Math.max(0, bytes);
    }
    return sum;
  }

  /** Asks the agent that wrote its port to that file. */
  static long ask(Path portFile) throws IOException {
    int port = Integer.parseInt(Files.readString(portFile));
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      byte[] answer = socket.getInputStream().readAllBytes();
      return Long.parseLong(new String(answer, StandardCharsets.US_ASCII));
    }
  }
}
