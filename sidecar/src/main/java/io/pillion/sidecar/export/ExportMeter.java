package io.pillion.sidecar.export;

import io.pillion.sidecar.log.EventLog;
import java.time.Clock;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts what the exporter does, and logs when the back end starts or stops failing: once each, not
 * once per request.
 *
 * <p><b>Threading.</b> Any thread.
 */
public final class ExportMeter {
  private final EventLog log;
  private final Clock clock;
  private final LongAdder exportedSpans = new LongAdder();
  private final LongAdder requests = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private final AtomicInteger inFlightBatches = new AtomicInteger();
  private final Map<String, LongAdder> rejectedSpans = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> failedRequests = new ConcurrentHashMap<>();
  private final LatencyHistogram latency = new LatencyHistogram();
  private volatile long lastSuccessMillis;
  private volatile @Nullable Failure lastFailure;
  private boolean failing;

  /** Times are the clock's. */
  public ExportMeter(EventLog log, Clock clock) {
    this.log = log;
    this.clock = clock;
  }

  /**
   * A request that did not do what it should.
   *
   * @param reason short, for a label
   * @param detail for an operator
   */
  public record Failure(long epochMillis, String reason, String detail) {}

  /**
   * The counts of one moment.
   *
   * @param lastSuccessMillis since the epoch; 0 for never
   * @param failing whether the newest request failed
   */
  public record State(
      long exportedSpans,
      Map<String, Long> rejectedSpans,
      long requests,
      Map<String, Long> failedRequests,
      long retries,
      int inFlightBatches,
      long lastSuccessMillis,
      @Nullable Failure lastFailure,
      boolean failing,
      LatencyHistogram.Snapshot latency) {}

  /** What was counted so far. */
  public State state() {
    boolean failingNow;
    synchronized (this) {
      failingNow = failing;
    }
    return new State(
        exportedSpans.sum(),
        sums(rejectedSpans),
        requests.sum(),
        sums(failedRequests),
        retries.sum(),
        inFlightBatches.get(),
        lastSuccessMillis,
        lastFailure,
        failingNow,
        latency.snapshot());
  }

  void batchStarted() {
    inFlightBatches.incrementAndGet();
  }

  void batchCancelled() {
    inFlightBatches.decrementAndGet();
  }

  void batchEnded(ExportResult result) {
    inFlightBatches.decrementAndGet();
    exportedSpans.add(result.delivered());
    if (result.delivered() > 0) {
      lastSuccessMillis = clock.millis();
    }
    String reason = result.reason();
    if (result.rejected() > 0 && reason != null) {
      add(rejectedSpans, reason, result.rejected());
      log.warn("spans-rejected", "spans", result.rejected(), "reason", reason);
    }
  }

  void requestSucceeded(long nanos) {
    requests.increment();
    latency.record(nanos);
    if (setFailing(false)) {
      log.info("export-recovered");
    }
  }

  void requestFailed(String reason, String detail, long nanos) {
    requests.increment();
    latency.record(nanos);
    add(failedRequests, reason, 1);
    lastFailure = new Failure(clock.millis(), reason, detail);
    if (setFailing(true)) {
      log.warn("export-failing", "reason", reason, "detail", detail);
    }
  }

  void retried() {
    retries.increment();
  }

  /** The back end took the spans and had something to say. */
  void warned(String message) {
    log.warn("export-warning", "message", message);
  }

  private synchronized boolean setFailing(boolean now) {
    boolean changed = failing != now;
    failing = now;
    return changed;
  }

  private static void add(Map<String, LongAdder> counters, String reason, long amount) {
    counters.computeIfAbsent(reason, key -> new LongAdder()).add(amount);
  }

  private static Map<String, Long> sums(Map<String, LongAdder> counters) {
    Map<String, Long> sums = new TreeMap<>();
    counters.forEach((reason, counter) -> sums.put(reason, counter.sum()));
    return sums;
  }
}
