package io.pillion.bench;

import io.pillion.ipc.AgentLink;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Checks at a rate, as an application has them, at many, and after a pause in which everybody fell
 * asleep. JMH has no mode for either.
 *
 * <p><b>Threading.</b> One thread, which sleeps between checks as a server's thread would.
 */
final class PacedChecks {
  private static final int PER_SECOND = 1000;
  private static final int MANY_PER_SECOND = 20_000;
  private static final long TIMEOUT_NS = 1_000_000_000;
  private static final Duration WARM_UP = Duration.ofSeconds(3);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final long HIGHEST_NS = 10_000_000_000L;

  private final Duration length;
  private final int pauses;

  /**
   * Prepares a run.
   *
   * @param length how long to hold the rate
   * @param pauses how often to ask after a pause
   */
  PacedChecks(Duration length, int pauses) {
    this.length = length;
    this.pauses = pauses;
  }

  /**
   * What was seen of one contender.
   *
   * @param paced latencies at {@value #PER_SECOND} checks a second, ns; the asker sleeps between
   * @param pacedCpuPercent of one core, taken by the answering process meanwhile
   * @param fast latencies at {@value #MANY_PER_SECOND} checks a second, or as many as are answered,
   *     ns; the asker does not sleep between, which would take longer
   * @param fastCpuPercent of one core, taken by the answering process meanwhile
   * @param parked latencies of the first check after a second of nothing, ns
   * @param parkedCpuPercent of one core, taken by the answering process meanwhile
   * @param unanswered checks that got no decision
   */
  record Seen(
      Histogram paced,
      double pacedCpuPercent,
      Histogram fast,
      double fastCpuPercent,
      Histogram parked,
      double parkedCpuPercent,
      long unanswered) {

    double unansweredPercent() {
      return 100.0
          * unanswered
          / (paced.getTotalCount() + fast.getTotalCount() + parked.getTotalCount());
    }
  }

  /**
   * Asks a live sidecar.
   *
   * @param settings of the sidecar, as environment variables
   */
  Seen sidecar(Map<String, String> settings) {
    try (LiveSidecar sidecar = LiveSidecar.start(settings)) {
      AgentLink link = sidecar.bench().link();
      return measure(() -> link.ask(HttpSample.CHECK, TIMEOUT_NS) != null, sidecar::cpu);
    }
  }

  /** Asks the HTTP rival. */
  Seen http() {
    byte[] policy;
    try (LiveSidecar sidecar = LiveSidecar.start()) {
      policy = sidecar.publishedPolicy();
    }
    try (HttpDecisions server = new HttpDecisions(policy);
        HttpCheck check = server.connect()) {
      return measure(() -> check.ask(HttpSample.CHECK), server::cpu);
    }
  }

  private Seen measure(BooleanSupplier ask, Supplier<Duration> cpu) {
    Histogram ignored = histogram();
    long unanswered = 0;
    long began = System.nanoTime();
    while (System.nanoTime() - began < WARM_UP.toNanos()) {
      one(ask, ignored);
    }
    pace(ask, ignored, Duration.ofSeconds(1), PER_SECOND, true);

    Histogram paced = histogram();
    Stopwatch watch = new Stopwatch(cpu);
    unanswered += pace(ask, paced, length, PER_SECOND, true);
    double pacedCpu = watch.percent();

    Histogram fast = histogram();
    watch = new Stopwatch(cpu);
    unanswered += pace(ask, fast, length, MANY_PER_SECOND, false);
    double fastCpu = watch.percent();

    Histogram parked = histogram();
    watch = new Stopwatch(cpu);
    for (int i = 0; i < pauses; i++) {
      sleepUntil(System.nanoTime() + PAUSE.toNanos());
      unanswered += one(ask, parked);
    }
    return new Seen(paced, pacedCpu, fast, fastCpu, parked, watch.percent(), unanswered);
  }

  private static Histogram histogram() {
    return new Histogram(HIGHEST_NS, 3);
  }

  private static long pace(
      BooleanSupplier ask, Histogram latencies, Duration length, int perSecond, boolean sleep) {
    long unanswered = 0;
    long step = Duration.ofSeconds(1).toNanos() / perSecond;
    long began = System.nanoTime();
    for (long due = step; System.nanoTime() - began < length.toNanos(); due += step) {
      if (sleep) {
        sleepUntil(began + due);
      } else {
        spinUntil(began + due);
      }
      unanswered += one(ask, latencies);
    }
    return unanswered;
  }

  /** Asks once; 1 if there was no answer. */
  private static int one(BooleanSupplier ask, Histogram latencies) {
    long asked = System.nanoTime();
    boolean answered = ask.getAsBoolean();
    latencies.recordValue(Math.min(HIGHEST_NS, System.nanoTime() - asked));
    return answered ? 0 : 1;
  }

  private static void spinUntil(long time) {
    while (System.nanoTime() - time < 0) {
      Thread.onSpinWait();
    }
  }

  private static void sleepUntil(long time) {
    for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  /** Processor time of the answering process over wall time. */
  private static final class Stopwatch {
    private final Supplier<Duration> cpu;
    private final Duration cpuBefore;
    private final long began = System.nanoTime();

    Stopwatch(Supplier<Duration> cpu) {
      this.cpu = cpu;
      this.cpuBefore = cpu.get();
    }

    double percent() {
      return 100.0 * cpu.get().minus(cpuBefore).toNanos() / (System.nanoTime() - began);
    }
  }
}
