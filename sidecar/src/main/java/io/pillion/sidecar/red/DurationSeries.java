package io.pillion.sidecar.red;

import io.pillion.ipc.wire.SpanRecord;
import io.pillion.sidecar.export.Exemplar;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The counts of one series. Guarded by the lock of {@link RequestDurations}. */
final class DurationSeries {
  /** Of the object with its counts. */
  static final int BYTES = 300;

  /** Of a sampled span that is remembered. */
  static final int SEEN_BYTES = 64;

  private final List<SpanRecord.Attribute> attributes;
  private final long sinceEpochNanos;
  private final long[] counts = new long[DurationBounds.BUCKETS];
  private final @Nullable Seen[] seen = new Seen[DurationBounds.BUCKETS];
  private double sumSeconds;

  /** The sampled span that was counted last in a bucket. Filled again with the next. */
  private static final class Seen {
    long epochNanos;
    double seconds;
    long traceIdHigh;
    long traceIdLow;
    long spanId;

    Exemplar exemplar() {
      return new Exemplar(epochNanos, seconds, traceIdHigh, traceIdLow, spanId);
    }
  }

  DurationSeries(List<SpanRecord.Attribute> attributes, long sinceEpochNanos) {
    this.attributes = attributes;
    this.sinceEpochNanos = sinceEpochNanos;
  }

  /** Counts a span; returns its bucket. */
  int add(SpanRecord span) {
    long nanos = nanosOf(span);
    int bucket = DurationBounds.bucketOf(nanos);
    counts[bucket]++;
    sumSeconds += DurationBounds.seconds(nanos);
    return bucket;
  }

  /** Whether a span of that bucket is remembered: the next takes no further memory. */
  boolean remembers(int bucket) {
    return seen[bucket] != null;
  }

  /** Remembers a sampled span in place of the one before. */
  void remember(int bucket, SpanRecord span) {
    Seen latest = seen[bucket];
    if (latest == null) {
      latest = new Seen();
      seen[bucket] = latest;
    }
    latest.epochNanos = span.endEpochNanos();
    latest.seconds = DurationBounds.seconds(nanosOf(span));
    latest.traceIdHigh = span.traceIdHigh();
    latest.traceIdLow = span.traceIdLow();
    latest.spanId = span.spanId();
  }

  /** A process may claim an end before its start. */
  private static long nanosOf(SpanRecord span) {
    return Math.max(0, span.endEpochNanos() - span.startEpochNanos());
  }

  DurationPoint point() {
    return new DurationPoint(attributes, sinceEpochNanos, counts.clone(), sumSeconds, exemplars());
  }

  private List<Exemplar> exemplars() {
    List<Exemplar> exemplars = new ArrayList<>();
    for (Seen latest : seen) {
      if (latest != null) {
        exemplars.add(latest.exemplar());
      }
    }
    return exemplars;
  }
}
