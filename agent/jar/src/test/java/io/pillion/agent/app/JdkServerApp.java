package io.pillion.agent.app;

import com.sun.net.httpserver.Filter;
import com.sun.net.httpserver.HttpContext;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An application on the JDK's HTTP server. */
public final class JdkServerApp {

  private JdkServerApp() {}

  /**
   * Serves and calls itself.
   *
   * @param arguments {@code record} if the agent is present
   */
  public static void main(String[] arguments) throws Exception {
    Recorder recorder = arguments.length > 0 ? Recorder.install() : null;
    ExecutorService threads = Executors.newFixedThreadPool(8);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(threads);
    routes(server, threads);
    server.start();

    TestClient client = new TestClient(server.getAddress().getPort());
    client.call("GET", "/hello/a%2Fb;v=1?x=1&y=%20");
    client.call("POST", "/hello");
    client.call("HEAD", "/empty");
    client.call("GET", "/empty");
    client.call("GET", "/fail");
    client.call("GET", "/fail-after-answer");
    client.call("GET", "/async");
    client.call("GET", "/async-empty");
    client.call("GET", "/filtered");
    client.call("GET", "/denied?secret=1");
    client.callConcurrently("/id");
    server.stop(0);
    threads.shutdown();
    if (recorder != null) {
      recorder.print();
    }
  }

  private static void routes(HttpServer server, ExecutorService threads) {
    server.createContext("/hello", exchange -> answer(exchange, 200, "hello"));
    server.createContext("/denied", exchange -> answer(exchange, 200, "the application ran"));
    server.createContext(
        "/empty",
        exchange -> {
          exchange.getResponseHeaders().set("X-App", "yes");
          exchange.sendResponseHeaders(204, -1);
        });
    server.createContext(
        "/fail",
        exchange -> {
          throw new IllegalStateException("handler failed");
        });
    server.createContext(
        "/fail-after-answer",
        exchange -> {
          answer(exchange, 200, "answered");
          throw new IOException("failed after the answer");
        });
    server.createContext(
        "/async", exchange -> threads.execute(() -> answerLater(exchange, 202, "later")));
    server.createContext(
        "/async-empty", exchange -> threads.execute(() -> answerLater(exchange, 204, "")));
    server.createContext(
        "/id",
        exchange -> {
          String before = currentOrEmpty();
          exchange.getRequestBody().readAllBytes();
          boolean same = before.equals(currentOrEmpty());
          answer(exchange, 200, same ? exchange.getRequestURI().getQuery() : "mixed up");
        });
    HttpContext filtered =
        server.createContext("/filtered", exchange -> answer(exchange, 200, "filtered"));
    filtered.getFilters().add(new BufferingFilter());
  }

  private static String currentOrEmpty() {
    try {
      return String.valueOf(Recorder.current());
    } catch (NoClassDefFoundError e) {
      return "";
    }
  }

  private static void answerLater(HttpExchange exchange, int status, String body) {
    try {
      if (body.isEmpty()) {
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
      } else {
        answer(exchange, status, body);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getRequestBody().readAllBytes();
    exchange.getResponseHeaders().set("X-App", "yes");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** Puts its own stream around the response, as compressing filters do. */
  private static final class BufferingFilter extends Filter {
    @Override
    public void doFilter(HttpExchange exchange, Chain chain) throws IOException {
      exchange.setStreams(null, new BufferedOutputStream(exchange.getResponseBody()));
      chain.doFilter(exchange);
    }

    @Override
    public String description() {
      return "buffers the response";
    }
  }
}
