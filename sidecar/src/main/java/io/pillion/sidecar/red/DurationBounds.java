package io.pillion.sidecar.red;

import java.util.List;

/** The buckets that OpenTelemetry's conventions advise for durations of HTTP requests. */
public final class DurationBounds {
  /** Upper bounds, inclusive; what is longer than the last has a bucket of its own. */
  public static final List<Double> SECONDS =
      List.of(0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1.0, 2.5, 5.0, 7.5, 10.0);

  static final int BUCKETS = SECONDS.size() + 1;

  private static final double NANOS_PER_SECOND = 1e9;

  private static final long[] NANOS = nanos();

  private DurationBounds() {}

  private static long[] nanos() {
    long[] nanos = new long[SECONDS.size()];
    for (int i = 0; i < nanos.length; i++) {
      nanos[i] = Math.round(SECONDS.get(i) * NANOS_PER_SECOND);
    }
    return nanos;
  }

  static int bucketOf(long nanos) {
    int bucket = 0;
    while (bucket < NANOS.length && nanos > NANOS[bucket]) {
      bucket++;
    }
    return bucket;
  }

  /** The bucket of a duration in seconds. */
  public static int bucketOf(double seconds) {
    int bucket = 0;
    while (bucket < SECONDS.size() && seconds > SECONDS.get(bucket)) {
      bucket++;
    }
    return bucket;
  }

  static double seconds(long nanos) {
    return nanos / NANOS_PER_SECOND;
  }
}
