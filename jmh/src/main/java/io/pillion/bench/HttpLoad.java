package io.pillion.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** Requests at a constant rate over a few kept connections, each due at a time of its own. */
final class HttpLoad implements AutoCloseable {
  private static final int CONNECTIONS = 4;

  private final ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final HttpRequest request;

  HttpLoad(URI target) {
    this.request = HttpRequest.newBuilder(target).timeout(Duration.ofSeconds(10)).build();
  }

  /** Whether the target answers with 200 now. */
  boolean answers() {
    try {
      return client.send(request, BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted", e);
    }
  }

  /**
   * Sends for so long.
   *
   * @return how many were answered with 200
   */
  long run(int ratePerSecond, Duration length) {
    long perThread = ratePerSecond * length.toMillis() / 1000 / CONNECTIONS;
    long stepNs = 1_000_000_000L * CONNECTIONS / ratePerSecond;
    long began = System.nanoTime();
    Future<?>[] running = new Future<?>[CONNECTIONS];
    long[] good = new long[CONNECTIONS];
    for (int i = 0; i < CONNECTIONS; i++) {
      int thread = i;
      long first = began + stepNs * i / CONNECTIONS;
      running[i] =
          threads.submit(
              () -> {
                for (long n = 0; n < perThread; n++) {
                  sleepUntil(first + n * stepNs);
                  good[thread] += answers() ? 1 : 0;
                }
              });
    }
    long sum = 0;
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        running[i].get();
        sum += good[i];
      }
    } catch (java.util.concurrent.ExecutionException | InterruptedException e) {
      throw new IllegalStateException("load failed", e);
    }
    return sum;
  }

  private static void sleepUntil(long due) {
    for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
