package io.pillion.sidecar.ingest;

import io.pillion.ipc.status.DiscardReason;
import io.pillion.ipc.wire.DecisionRecord;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.sidecar.export.ExportResult;
import io.pillion.sidecar.export.SpanBatch;
import io.pillion.sidecar.export.SpanFootprint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * Records read and not yet settled: which sessions they came from, up to where, and the spans among
 * them that go to the back end.
 *
 * <p><b>Threading.</b> The ingest thread.
 */
final class PendingBatch {
  private static final long MOST_BYTES = 4 * 1024 * 1024;

  /** Also of those that are only counted: until they are settled their segments take space. */
  private static final int MOST_RECORDS = 4096;

  private final Map<SessionIntake, Share> shares = new LinkedHashMap<>();
  private final long beganNs = System.nanoTime();
  private int spans;
  private int records;
  private long bytes;

  /** What one session has in this batch. */
  private static final class Share {
    final List<SpanRecord> spans = new ArrayList<>();
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
    Share share = count(intake, span.endEpochNanos());
    if (span.sampled()) {
      share.spans.add(span);
      spans++;
      bytes += SpanFootprint.of(span);
    }
  }

  /** Takes a decision that has been shown already. */
  void add(SessionIntake intake, DecisionRecord decision) {
    count(intake, decision.epochNanos());
  }

  private Share count(SessionIntake intake, long epochNanos) {
    Share share = share(intake);
    share.upTo(intake);
    share.records++;
    records++;
    share.oldestEpochNanos = Math.min(share.oldestEpochNanos, epochNanos);
    return share;
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
        shares.put(intake, share);
        return;
      }
    }
  }

  private Share share(SessionIntake intake) {
    return shares.computeIfAbsent(intake, key -> new Share());
  }

  boolean isEmpty() {
    return shares.isEmpty();
  }

  int spans() {
    return spans;
  }

  /** Whether it is to be sent as it is: by count, or by the space that it holds. */
  boolean isFull(int mostSpans) {
    return spans >= mostSpans || bytes >= MOST_BYTES || records >= MOST_RECORDS;
  }

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

  /** What goes to the back end; only if there are {@link #spans}. */
  SpanBatch toExport() {
    List<SpanBatch.Group> groups = new ArrayList<>();
    shares.forEach(
        (intake, share) -> {
          if (!share.spans.isEmpty()) {
            groups.add(new SpanBatch.Group(intake.id(), intake.resource(), share.spans));
          }
        });
    return new SpanBatch(groups);
  }

  /**
   * Moves the cursors of all its sessions.
   *
   * @param result the back end's word; it does not say which spans it refused, so they are taken
   *     from the sessions in their order
   * @param unwritten told of a session whose cursor could not be stored: after a restart it would
   *     be read again from further back
   */
  void settle(ExportResult result, BiConsumer<SessionIntake, Throwable> unwritten) {
    long rejected = result.rejected();
    for (Map.Entry<SessionIntake, Share> entry : shares.entrySet()) {
      Share share = entry.getValue();
      long refused = Math.min(rejected, share.spans.size());
      rejected -= refused;
      share.discarded[DiscardReason.REJECTED.code()] += refused;
      SessionIntake intake = entry.getKey();
      try {
        intake.settled(share.segment, share.sequence, share.records - refused, share.discarded);
      } catch (IOException | RuntimeException e) {
        unwritten.accept(intake, e);
      }
    }
  }
}
