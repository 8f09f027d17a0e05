package examples.pillion.demo;

import java.net.URI;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests at a constant rate, whether or not earlier ones were answered, and measures each
 * from the moment it was due: a service that stalls cannot hide its stall by slowing the load.
 *
 * <p>Every request carries a trace id of its own, kept with its route, so that what arrives at a
 * back end can be compared with what was sent.
 *
 * <p><b>Threading.</b> One thread sends; all methods may be called from any other.
 */
final class Load implements AutoCloseable {

  private static final Duration DRAIN_LIMIT = Duration.ofSeconds(40);
  private static final long HIGHEST_MICROS = TimeUnit.SECONDS.toMicros(60);
  private static final int KEPT_FAILURES = 1000;

  private final long intervalNanos;
  private final List<Route> mix;
  private final Thread sender = new Thread(this::run, "load");
  private final Map<String, Histogram> latencies = new LinkedHashMap<>();
  private final Map<String, Route> sent = new ConcurrentHashMap<>();
  private final List<FailedRequest> failures = new ArrayList<>();
  private volatile Target target;
  private volatile Phase phase;
  private volatile boolean stopped;
  private long startNanos = System.nanoTime();
  private long failed;
  private long changedDecisions;

  /** A service and the number of requests it still owes an answer. */
  private record Target(URI base, AtomicInteger outstanding) {
    Target(URI base) {
      this(base, new AtomicInteger());
    }
  }

  private record Phase(String name, Histogram latencyMicros) {}

  Load(int perSecond, List<Route> mix, URI base) {
    this.intervalNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.mix = List.copyOf(mix);
    this.target = new Target(base);
    this.phase = newPhase("warm-up");
  }

  /**
   * Sends that many requests as fast as they are answered, and returns when all are: to warm a
   * service up, or to fill something. They are checked as all others are.
   *
   * @param atOnce how many may be under way
   */
  @SuppressWarnings("FutureReturnValueIgnored") // the permit tells when it is done
  void burst(int requests, int atOnce) {
    Semaphore room = new Semaphore(atOnce);
    for (int n = 0; n < requests; n++) {
      room.acquireUninterruptibly();
      send(mix.get(n % mix.size()), System.nanoTime())
          .whenComplete((answer, failure) -> room.release());
    }
    room.acquireUninterruptibly(atOnce);
  }

  /** Begins to send at its rate, in the phase {@code warm-up}. */
  void start() {
    startNanos = System.nanoTime();
    sender.start();
  }

  /** Requests that become due from now on belong to the named phase. */
  synchronized void phase(String name) {
    phase = newPhase(name);
  }

  private synchronized Phase newPhase(String name) {
    return new Phase(
        name, latencies.computeIfAbsent(name, key -> new ConcurrentHistogram(HIGHEST_MICROS, 3)));
  }

  /** Sends to another instance from now on; returns when the old one has answered all it owes. */
  void moveTo(URI base) {
    Target old;
    synchronized (this) {
      old = target;
      target = new Target(base);
    }
    awaitAnswers(old);
  }

  private static void awaitAnswers(Target target) {
    Await.until(
        DRAIN_LIMIT,
        () -> target.outstanding().get() == 0,
        () -> "unanswered requests: count=" + target.outstanding().get());
  }

  @SuppressWarnings("FutureReturnValueIgnored") // the rate does not depend on answers
  private void run() {
    for (long n = 0; !stopped; n++) {
      long due = startNanos + n * intervalNanos;
      while (System.nanoTime() - due < 0 && !stopped) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      if (!stopped) {
        send(mix.get((int) (n % mix.size())), due);
      }
    }
  }

  private CompletableFuture<?> send(Route route, long due) {
    Phase current = phase;
    Target to = claimTarget();
    String traceId = TraceIds.trace();
    sent.put(traceId, route);
    return HttpCalls.client()
        .sendAsync(
            HttpCalls.traced(to.base().resolve(route.path()), traceId), BodyHandlers.discarding())
        .whenComplete(
            (response, failure) -> {
              answered(current, route, due, response, failure);
              to.outstanding().decrementAndGet();
            });
  }

  private synchronized Target claimTarget() {
    target.outstanding().incrementAndGet();
    return target;
  }

  private void answered(
      Phase phase,
      Route route,
      long due,
      @Nullable HttpResponse<Void> response,
      @Nullable Throwable failure) {
    long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - due);
    phase.latencyMicros().recordValue(Math.min(micros, HIGHEST_MICROS));
    if (response == null) {
      failed(phase, route, due, String.valueOf(failure), false);
    } else if (response.statusCode() != route.status()) {
      boolean changed = route.denied() || response.statusCode() == 403;
      failed(phase, route, due, Integer.toString(response.statusCode()), changed);
    }
  }

  private synchronized void failed(
      Phase phase, Route route, long due, String outcome, boolean decisionChanged) {
    failed++;
    changedDecisions += decisionChanged ? 1 : 0;
    if (failures.size() < KEPT_FAILURES) {
      long millis = TimeUnit.NANOSECONDS.toMillis(due - startNanos);
      failures.add(new FailedRequest(phase.name(), millis, route, outcome, decisionChanged));
    }
  }

  /** Sends no more and waits for what is unanswered. */
  void stop() {
    stopped = true;
    LockSupport.unpark(sender);
    Await.until(DRAIN_LIMIT, () -> !sender.isAlive(), () -> "load does not stop");
    awaitAnswers(target);
  }

  long sentRequests() {
    return sent.size();
  }

  synchronized long failedRequests() {
    return failed;
  }

  /** Requests refused though allowed, or let in though denied; part of the failed. */
  synchronized long changedDecisions() {
    return changedDecisions;
  }

  /** The first failures, up to a thousand. */
  synchronized List<FailedRequest> failures() {
    return List.copyOf(failures);
  }

  /** Route of every request sent, by trace id. */
  Map<String, Route> sentTraces() {
    return Map.copyOf(sent);
  }

  /** Latencies in microseconds by phase, in order of the phases. */
  synchronized Map<String, Histogram> latencyMicros() {
    return new LinkedHashMap<>(latencies);
  }

  @Override
  public void close() {
    stopped = true;
    LockSupport.unpark(sender);
  }
}
