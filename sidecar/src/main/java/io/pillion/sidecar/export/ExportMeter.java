package io.pillion.sidecar.export;

import io.pillion.sidecar.log.EventLog;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
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
  private static final String SPANS = "spans";
  private static final String METRICS = "metrics";
  private static final String LOGS = "logs";
  private static final String DURATIONS = "durations";

  private final EventLog log;
  private final String signal;
  private final Map<String, ExportMeter> otherSignals;
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
  private volatile @Nullable String lastRejection;
  private boolean failing;

  /** Counts the export of spans, and has one for each other signal. Times are the clock's. */
  public ExportMeter(EventLog log, Clock clock) {
    this(
        log,
        clock,
        SPANS,
        Map.of(
            METRICS, new ExportMeter(log, clock, METRICS, Map.of()),
            LOGS, new ExportMeter(log, clock, LOGS, Map.of()),
            DURATIONS, new ExportMeter(log, clock, DURATIONS, Map.of())));
  }

  private ExportMeter(
      EventLog log, Clock clock, String signal, Map<String, ExportMeter> otherSignals) {
    this.log = log;
    this.clock = clock;
    this.signal = signal;
    this.otherSignals = otherSignals;
  }

  /** Counts the export of metrics. */
  public ExportMeter ofMetrics() {
    return Objects.requireNonNull(otherSignals.get(METRICS));
  }

  /** Counts the export of log records. */
  public ExportMeter ofLogs() {
    return Objects.requireNonNull(otherSignals.get(LOGS));
  }

  /** Counts the export of the histograms that the sidecar itself makes. */
  public ExportMeter ofDurations() {
    return Objects.requireNonNull(otherSignals.get(DURATIONS));
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
      warnOfRejection(result.rejected(), reason);
    }
  }

  /** Of a signal that the back end does not take at all every batch is refused: told once. */
  private void warnOfRejection(int rejected, String reason) {
    if (signal.equals(SPANS) || !reason.equals(lastRejection)) {
      lastRejection = reason;
      log.warn(signal + "-rejected", signal, rejected, "reason", reason);
    }
  }

  void requestSucceeded(long nanos) {
    requests.increment();
    latency.record(nanos);
    if (setFailing(false)) {
      log.info("export-recovered", "signal", signal);
    }
  }

  void requestFailed(String reason, String detail, long nanos) {
    requests.increment();
    latency.record(nanos);
    add(failedRequests, reason, 1);
    lastFailure = new Failure(clock.millis(), reason, detail);
    if (setFailing(true)) {
      log.warn("export-failing", "signal", signal, "reason", reason, "detail", detail);
    }
  }

  void retried() {
    retries.increment();
  }

  /** The back end took the records and had something to say. */
  void warned(String message) {
    log.warn("export-warning", "signal", signal, "message", message);
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
