package examples.pillion.demo;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers as told and remembers the trace contexts it was sent. */
final class FakeShop implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Queue<String> traceparents = new ConcurrentLinkedQueue<>();
  private final Semaphore gate = new Semaphore(Integer.MAX_VALUE);
  private final AtomicInteger atOnce = new AtomicInteger();
  private final AtomicInteger mostAtOnce = new AtomicInteger();
  private volatile int status = 200;

  FakeShop() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext(
        "/",
        exchange -> {
          int now = atOnce.incrementAndGet();
          mostAtOnce.accumulateAndGet(now, Math::max);
          traceparents.add(exchange.getRequestHeaders().getFirst("traceparent"));
          gate.acquireUninterruptibly();
          gate.release();
          atOnce.decrementAndGet();
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  URI base() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  void answer(int nextStatus) {
    status = nextStatus;
  }

  /** Lets no answer out until {@link #resume}. */
  void stall() {
    gate.drainPermits();
  }

  void resume() {
    gate.release(Integer.MAX_VALUE);
  }

  Queue<String> traceparents() {
    return traceparents;
  }

  /** The most requests that were ever under way together. */
  int mostAtOnce() {
    return mostAtOnce.get();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
