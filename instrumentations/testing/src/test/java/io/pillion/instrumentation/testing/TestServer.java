package io.pillion.instrumentation.testing;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * What applications call. Every call carries {@code ?id=}, and its headers are kept under that id;
 * a successful answer is the id.
 *
 * <p><b>Threading.</b> All methods may be called from any thread.
 */
final class TestServer implements AutoCloseable {
  /** How long {@code /long-request} waits between the headers and the end of its body. */
  static final long BODY_MILLIS = 1_000;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Queue<Headers>> callsById = new ConcurrentHashMap<>();
  private final CountDownLatch closed = new CountDownLatch(1);

  TestServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
    server.setExecutor(threads);
    serve("/echo", exchange -> answer(exchange, 200, id(exchange)));
    serve("/success", exchange -> answer(exchange, 200, id(exchange)));
    serve("/error", exchange -> answer(exchange, 500, "error"));
    serve("/client-error", exchange -> answer(exchange, 400, "client error"));
    serve("/redirect", exchange -> redirect(exchange, "/success"));
    serve("/another-redirect", exchange -> redirect(exchange, "/redirect"));
    serve("/circular-redirect", exchange -> redirect(exchange, "/circular-redirect"));
    serve("/long-request", this::answerSlowly);
    serve("/read-timeout", this::leaveWaiting);
    server.start();
  }

  private interface Endpoint {
    void serve(HttpExchange exchange) throws IOException, InterruptedException;
  }

  private void serve(String path, Endpoint endpoint) {
    server.createContext(
        path,
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          callsById
              .computeIfAbsent(id(exchange), key -> new ConcurrentLinkedQueue<>())
              .add(exchange.getRequestHeaders());
          try (exchange) {
            endpoint.serve(exchange);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  private static String id(HttpExchange exchange) {
    return exchange.getRequestURI().getQuery().replaceAll("(?:.*&)?id=([^&]*).*", "$1");
  }

  private static void redirect(HttpExchange exchange, String path) throws IOException {
    exchange.getResponseHeaders().set("Location", path + "?id=" + id(exchange));
    exchange.sendResponseHeaders(302, -1);
  }

  private static void answer(HttpExchange exchange, int status, String text) throws IOException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("X-Test-Response", "test");
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head ? -1 : body.length);
    if (!head) {
      exchange.getResponseBody().write(body);
    }
  }

  private void answerSlowly(HttpExchange exchange) throws IOException, InterruptedException {
    byte[] body = id(exchange).getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body, 0, 1);
    exchange.getResponseBody().flush();
    if (!closed.await(BODY_MILLIS, TimeUnit.MILLISECONDS)) {
      exchange.getResponseBody().write(body, 1, body.length - 1);
    }
  }

  private void leaveWaiting(HttpExchange exchange) throws InterruptedException {
    closed.await();
  }

  /** Base address, with a host name. */
  URI base() {
    return URI.create("http://localhost:" + server.getAddress().getPort());
  }

  /** The headers of all calls with that id. */
  List<Headers> calls(String id) {
    return List.copyOf(callsById.getOrDefault(id, new ConcurrentLinkedQueue<>()));
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
