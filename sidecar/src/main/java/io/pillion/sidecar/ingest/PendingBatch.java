package io.pillion.sidecar.ingest;

import io.pillion.ipc.status.DiscardReason;
import io.pillion.ipc.wire.DecisionRecord;
import io.pillion.ipc.wire.LogRecord;
import io.pillion.ipc.wire.MetricRecord;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.sidecar.export.SpanFootprint;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Records read and not yet settled: which sessions they came from, up to where, and those among
 * them that go to the back end.
 *
 * <p><b>Threading.</b> The ingest thread.
 */
final class PendingBatch {
  private static final long MOST_BYTES = 4 * 1024 * 1024;

  /** Also of those that are only counted: until they are settled their segments take space. */
  private static final int MOST_RECORDS = 4096;

  private final Map<SessionIntake, Share> shares = new LinkedHashMap<>();
  private long beganNs;
  private final SignalRecords<SpanRecord> spans = new SignalRecords<>();
  private final SignalRecords<MetricRecord> metrics = new SignalRecords<>();
  private final SignalRecords<LogRecord> logs = new SignalRecords<>();
  private int records;
  private long bytes;

  /** What one session has in this batch. */
  private static final class Share {
    final long[] discarded = new long[DiscardReason.values().length];
    long oldestEpochNanos = Long.MAX_VALUE;
    int segment;
    long sequence;
    long records;

    void upTo(SessionIntake intake) {
      segment = intake.segment();
      sequence = intake.lastRead();
      long[] lost = intake.takeDiscards();
      for (int i = 0; i < lost.length; i++) {
        discarded[i] += lost[i];
      }
    }
  }

  /** Takes a span; those not sampled are done with once they are counted. */
  void add(SessionIntake intake, SpanRecord span) {
    count(intake, span.endEpochNanos());
    if (span.sampled()) {
      spans.add(intake, span);
      bytes += SpanFootprint.of(span);
    }
  }

  /** Takes a decision that has been shown already. */
  void add(SessionIntake intake, DecisionRecord decision) {
    count(intake, decision.epochNanos());
  }

  void add(SessionIntake intake, MetricRecord metric) {
    count(intake, metric.epochNanos());
    metrics.add(intake, metric);
    bytes += SpanFootprint.of(metric);
  }

  void add(SessionIntake intake, LogRecord log) {
    count(intake, log.epochNanos());
    logs.add(intake, log);
    bytes += SpanFootprint.of(log);
  }

  private void count(SessionIntake intake, long epochNanos) {
    Share share = share(intake);
    share.upTo(intake);
    share.records++;
    records++;
    share.oldestEpochNanos = Math.min(share.oldestEpochNanos, epochNanos);
  }

  /** Takes note of records that were read and can't be delivered, if there are any. */
  void noteDiscards(SessionIntake intake) {
    Share known = shares.get(intake);
    if (known != null) {
      known.upTo(intake);
      return;
    }
    Share share = new Share();
    share.upTo(intake);
    for (long count : share.discarded) {
      if (count > 0) {
        put(intake, share);
        return;
      }
    }
  }

  private Share share(SessionIntake intake) {
    Share share = shares.get(intake);
    if (share == null) {
      share = new Share();
      put(intake, share);
    }
    return share;
  }

  private void put(SessionIntake intake, Share share) {
    if (shares.isEmpty()) {
      beganNs = System.nanoTime();
    }
    shares.put(intake, share);
  }

  boolean isEmpty() {
    return shares.isEmpty();
  }

  SignalRecords<SpanRecord> spans() {
    return spans;
  }

  SignalRecords<MetricRecord> metrics() {
    return metrics;
  }

  SignalRecords<LogRecord> logs() {
    return logs;
  }

  /** How many records go to the back end. */
  int exported() {
    return spans.size() + metrics.size() + logs.size();
  }

  /** Whether it is to be sent as it is: by count, or by the space that it holds. */
  boolean isFull(int mostOfASignal) {
    return spans.size() >= mostOfASignal
        || metrics.size() >= mostOfASignal
        || logs.size() >= mostOfASignal
        || bytes >= MOST_BYTES
        || records >= MOST_RECORDS;
  }

  /** When the first record came. */
  long beganNs() {
    return beganNs;
  }

  boolean holds(SessionIntake intake) {
    return shares.containsKey(intake);
  }

  /** Marks all its sessions as having records under way. */
  void send() {
    shares.forEach((intake, share) -> intake.sent(share.oldestEpochNanos));
  }

  /**
   * Moves the cursors of all its sessions.
   *
   * @param result the back end's word; it does not say which records it refused, so they are taken
   *     from the sessions in their order
   * @param unwritten told of a session whose cursor could not be stored: after a restart it would
   *     be read again from further back
   */
  void settle(BatchResult result, BiConsumer<SessionIntake, Throwable> unwritten) {
    Map<SessionIntake, Long> rejected = new HashMap<>();
    spans.refused(result.spans().rejected()).forEach((of, n) -> rejected.merge(of, n, Long::sum));
    metrics
        .refused(result.metrics().rejected())
        .forEach((of, n) -> rejected.merge(of, n, Long::sum));
    logs.refused(result.logs().rejected()).forEach((of, n) -> rejected.merge(of, n, Long::sum));
    for (Map.Entry<SessionIntake, Share> entry : shares.entrySet()) {
      Share share = entry.getValue();
      SessionIntake intake = entry.getKey();
      long refused = rejected.getOrDefault(intake, 0L);
      share.discarded[DiscardReason.REJECTED.code()] += refused;
      try {
        intake.settled(share.segment, share.sequence, share.records - refused, share.discarded);
      } catch (IOException | RuntimeException e) {
        unwritten.accept(intake, e);
      }
    }
  }
}
