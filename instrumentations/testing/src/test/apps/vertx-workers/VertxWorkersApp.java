package apps;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Blocking work of Vert.x 4.5 and newer: what waits for a worker, and what is closed meanwhile. */
public final class VertxWorkersApp {
  private static final Vertx VERTX = Vertx.vertx();
  private static final Context CONTEXT = VERTX.getOrCreateContext();
  private static final CountDownLatch BOTH_QUEUED = new CountDownLatch(2);

  private VertxWorkersApp() {}

  public static void main(String[] arguments) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 64);
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.createContext("/", VertxWorkersApp::serve);
    server.start();
    System.out.println("port " + server.getAddress().getPort());
  }

  private static void serve(HttpExchange exchange) throws IOException {
    String answer;
    try {
      answer = answer(exchange.getRequestURI().getPath(), exchange.getRequestURI().getQuery());
    } catch (Exception e) {
      answer = e.toString();
    }
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String answer(String path, String query) throws Exception {
    return path.equals("/executor") ? closeExecutor() : work(query);
  }

  /** Two requests' work in one queue: the second is there before the first is done. */
  private static String work(String id) throws Exception {
    Future<String> done =
        CONTEXT.executeBlocking(
            () -> {
              BOTH_QUEUED.await();
              return Child.call(id);
            });
    BOTH_QUEUED.countDown();
    return result(done);
  }

  private static String closeExecutor() throws Exception {
    WorkerExecutor executor = VERTX.createSharedWorkerExecutor("closed", 1);
    CountDownLatch running = new CountDownLatch(1);
    Future<String> work = executor.executeBlocking(() -> interrupted(running));
    running.await();
    result(executor.close());
    return result(work);
  }

  private static String interrupted(CountDownLatch running) {
    running.countDown();
    try {
      new CountDownLatch(1).await();
      return "went on";
    } catch (InterruptedException e) {
      return "interrupted";
    }
  }

  private static <T> T result(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
