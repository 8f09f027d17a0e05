package examples.pillion.inventory;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The service's routes on the JDK's HTTP server, loopback only. */
final class InventoryServer implements AutoCloseable {

  private static final int THREADS = 8;
  private static final int SHELF_SIZE = 100;
  private static final int STOP_SECONDS = 1;

  private final Stock stock = new Stock();
  private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
  private final HttpServer server;

  /**
   * Binds and starts serving.
   *
   * @param port 0 picks a free one
   */
  InventoryServer(int port) throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.setExecutor(threads);
    server.createContext("/health", exchange -> answer(exchange, 200, "{\"status\":\"up\"}"));
    server.createContext("/stock/", this::stock);
    server.createContext("/admin/restock", this::restock);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  private void stock(HttpExchange exchange) throws IOException {
    String sku = exchange.getRequestURI().getPath().substring("/stock/".length());
    OptionalInt onHand = stock.onHand(sku);
    if (onHand.isEmpty()) {
      answer(exchange, 404, "{\"error\":\"no such article\"}");
      return;
    }
    answer(exchange, 200, "{\"sku\":\"" + sku + "\",\"onHand\":" + onHand.getAsInt() + "}");
  }

  private void restock(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      answer(exchange, 405, "{\"error\":\"use POST\"}");
      return;
    }
    answer(exchange, 200, "{\"restocked\":" + stock.restock(SHELF_SIZE) + "}");
  }

  private static void answer(HttpExchange exchange, int status, String json) throws IOException {
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  /** Lets requests under way finish for a moment, then stops. */
  @Override
  public void close() {
    server.stop(STOP_SECONDS);
    threads.shutdown();
  }
}
