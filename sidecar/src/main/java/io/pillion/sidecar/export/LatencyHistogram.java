package io.pillion.sidecar.export;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Counts durations in fixed buckets. Threading: any. */
public final class LatencyHistogram {
  private static final long NANOS_PER_MICRO = 1000;
  private static final double MICROS_PER_SECOND = 1e6;

  /** Upper bounds, inclusive. */
  private static final long[] BOUNDS_MICROS = {
    1_000,
    2_500,
    5_000,
    10_000,
    25_000,
    50_000,
    100_000,
    250_000,
    500_000,
    1_000_000,
    2_500_000,
    5_000_000,
    10_000_000
  };

  private final AtomicLongArray buckets = new AtomicLongArray(BOUNDS_MICROS.length + 1);
  private final LongAdder sumMicros = new LongAdder();

  void record(long nanos) {
    long micros = Math.max(0, nanos / NANOS_PER_MICRO);
    int bucket = 0;
    while (bucket < BOUNDS_MICROS.length && micros > BOUNDS_MICROS[bucket]) {
      bucket++;
    }
    buckets.incrementAndGet(bucket);
    sumMicros.add(micros);
  }

  /** The counts of one moment. */
  public Snapshot snapshot() {
    double[] bounds = new double[BOUNDS_MICROS.length];
    long[] cumulative = new long[BOUNDS_MICROS.length];
    long count = 0;
    for (int i = 0; i < bounds.length; i++) {
      count += buckets.get(i);
      bounds[i] = BOUNDS_MICROS[i] / MICROS_PER_SECOND;
      cumulative[i] = count;
    }
    count += buckets.get(BOUNDS_MICROS.length);
    return new Snapshot(bounds, cumulative, count, sumMicros.sum() / MICROS_PER_SECOND);
  }

  /**
   * Counts as Prometheus wants them.
   *
   * @param boundsSeconds inclusive upper bounds, without infinity
   * @param cumulative events up to each bound
   * @param count all events
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Snapshot(
      double[] boundsSeconds, long[] cumulative, long count, double sumSeconds) {}
}
