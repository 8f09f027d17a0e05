package apps;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** Logs a line of each level for every request, by whatever library. */
public final class LoggingServer {
  /** The application's way to log. */
  public interface Log {
    /** Puts the user into the diagnostic context, logs at info, warn and error, and cleans up. */
    void all(String user, String id);
  }

  private LoggingServer() {}

  /** Listens and says where. */
  static void start(Log log) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.createContext("/log", exchange -> answer(exchange, log));
    server.start();
    log.all("nobody", "outside");
    System.out.println("port " + server.getAddress().getPort());
  }

  private static void answer(HttpExchange exchange, Log log) throws IOException {
    log.all("ann", exchange.getRequestURI().getQuery());
    byte[] body = "logged".getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }
}
