package io.pillion.bench.torture;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;

/**
 * The application under torture: an ordinary service that answers each path with a digest of it. It
 * knows nothing of Pillion and is run from a jar that holds this class alone.
 */
public final class TortureApp {
  private static final int THREADS = 8;
  private static final int BACKLOG = 4096;
  private static final int ROUNDS = 200;

  private TortureApp() {}

  /** Serves on a free port of the loopback address until the process ends. */
  public static void main(String[] arguments) throws IOException {
    // Head and body of an answer leave in two packets: without this the second waits for 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // Longer than a client keeps an idle connection, so that none is closed as it is used.
    System.setProperty("sun.net.httpserver.idleInterval", "300");
    System.setProperty("sun.net.httpserver.maxIdleConnections", "10000");
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    server.setExecutor(Executors.newFixedThreadPool(THREADS));
    server.createContext("/tasks/", TortureApp::work);
    server.start();
    System.out.println(
        "torture-app listening on http://127.0.0.1:" + server.getAddress().getPort());
  }

  private static void work(HttpExchange exchange) throws IOException {
    byte[] body = answer(exchange.getRequestURI().getPath()).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  /** What a request for {@code path} is answered with. */
  static String answer(String path) {
    int digest = 1;
    for (int round = 0; round < ROUNDS; round++) {
      for (int i = 0; i < path.length(); i++) {
        digest = digest * 31 + path.charAt(i);
      }
    }
    return path + ' ' + Integer.toHexString(digest);
  }
}
