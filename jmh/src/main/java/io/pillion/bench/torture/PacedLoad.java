package io.pillion.bench.torture;

import examples.pillion.demo.Await;
import examples.pillion.demo.HttpCalls;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests at a constant rate, whether or not earlier ones were answered, and judges each
 * answer. While the application is down by the campaign's own hand it goes on: what is refused then
 * is counted by itself.
 *
 * <p><b>Threading.</b> One thread sends; all methods may be called from any other.
 */
final class PacedLoad implements AutoCloseable {
  private static final long RESUME_LOOK_NS = 1_000_000;
  private static final int FORBIDDEN = 403;

  private final long intervalNs;
  private final SplittableRandom random;
  private final Ledger ledger;
  private final Latencies latencies;
  private final Thread sender = new Thread(this::run, "torture-load");
  private volatile @Nullable AppLife target;
  private volatile boolean decides;
  private volatile boolean paused = true;
  private volatile boolean idle = true;
  private volatile boolean closed;

  PacedLoad(int perSecond, long seed, Ledger ledger, Latencies latencies) {
    this.intervalNs = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.random = new SplittableRandom(seed);
    this.ledger = ledger;
    this.latencies = latencies;
    sender.setDaemon(true);
    sender.start();
  }

  /**
   * Sends to another process from now on.
   *
   * @param decides whether the agent is there, so that policy holds and spans are due
   */
  synchronized void moveTo(AppLife app, boolean decides) {
    this.target = app;
    this.decides = decides;
  }

  private synchronized AppLife claimTarget() {
    AppLife app = target;
    if (app == null) {
      throw new IllegalStateException("no application to ask");
    }
    app.owed().incrementAndGet();
    return app;
  }

  void resume() {
    paused = false;
    LockSupport.unpark(sender);
  }

  /**
   * Sends no more for now and waits for what is unanswered.
   *
   * @return false if the application still owes answers after the limit
   */
  boolean pause(Duration limit) {
    paused = true;
    AppLife app = target;
    return Await.within(limit, () -> idle && (app == null || app.owed().get() == 0));
  }

  private void run() {
    while (!closed) {
      idle = true;
      while (paused && !closed) {
        LockSupport.parkNanos(RESUME_LOOK_NS);
      }
      idle = false;
      sendUntilPaused();
    }
  }

  private void sendUntilPaused() {
    long startNs = System.nanoTime();
    for (long n = 0; !paused && !closed; n++) {
      long due = startNs + n * intervalNs;
      while (System.nanoTime() - due < 0 && !paused && !closed) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      if (!paused && !closed) {
        AppLife app = claimTarget();
        CompletableFuture<?> unused =
            send(Request.random(random, app), decides, due, latencies.current());
      }
    }
  }

  /** Sends that many besides the paced ones, as fast as they are answered; returns when all are. */
  void burst(int requests, int atOnce) {
    AppLife app = claimTarget();
    app.owed().decrementAndGet();
    burst(app, decides, requests, atOnce, latencies.current());
  }

  /** The same to a process that is not under load yet, so that it compiles what it needs. */
  void warmUp(AppLife app, boolean decides, int requests, int atOnce) {
    burst(app, decides, requests, atOnce, latencies.of(Latencies.WARM_UP));
  }

  private void burst(AppLife app, boolean judged, int requests, int atOnce, Latencies.Phase phase) {
    SplittableRandom own = new SplittableRandom(System.nanoTime());
    Semaphore room = new Semaphore(atOnce);
    for (int n = 0; n < requests && !closed; n++) {
      room.acquireUninterruptibly();
      app.owed().incrementAndGet();
      CompletableFuture<?> unused =
          send(Request.random(own, app), judged, System.nanoTime(), phase)
              .whenComplete((answer, failure) -> room.release());
    }
    room.acquireUninterruptibly(atOnce);
  }

  /** Sends one request that nobody has seen before and waits for its answer. */
  void probe(boolean allowed) {
    send(Request.unseen(claimTarget(), allowed), decides, System.nanoTime(), latencies.current())
        .handle((answer, failure) -> answer)
        .join();
  }

  private CompletableFuture<HttpResponse<String>> send(
      Request request, boolean judged, long due, Latencies.Phase phase) {
    if (judged) {
      ledger.sent(request);
    }
    return HttpCalls.client()
        .sendAsync(
            HttpCalls.traced(request.app().base().resolve(request.path()), request.traceId()),
            BodyHandlers.ofString())
        .whenComplete(
            (answer, failure) -> {
              long now = System.nanoTime();
              if (answer != null) {
                phase.record(now - due);
              }
              if (judged) {
                judge(request, answer, failure, now);
              }
              request.app().owed().decrementAndGet();
            });
  }

  private void judge(
      Request request,
      @Nullable HttpResponse<String> answer,
      @Nullable Throwable failure,
      long now) {
    if (answer == null) {
      if (request.app().killed()) {
        ledger.cutByKill(request);
      } else {
        ledger.failed(request, String.valueOf(failure));
      }
    } else if (answer.statusCode() == FORBIDDEN) {
      ledger.answered(request, !request.allowed(), now);
    } else if (answer.statusCode() == 200
        && answer.body().equals(TortureApp.answer(request.path()))) {
      ledger.answered(request, request.allowed(), now);
    } else {
      ledger.failed(request, "status " + answer.statusCode() + ", body " + answer.body());
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(sender);
  }
}
