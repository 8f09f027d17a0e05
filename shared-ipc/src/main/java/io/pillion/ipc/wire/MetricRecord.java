package io.pillion.ipc.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The points of one metric at one moment, with the meaning of the OpenTelemetry metrics data model.
 * Sums and histograms are cumulative.
 *
 * @param epochNanos when it was read, since the Unix epoch
 * @param startEpochNanos from when on sums and histograms count; not used for gauges
 * @param unit by UCUM, for example {@code By}
 * @param description one sentence; null if there is none
 * @param bounds upper bounds of the buckets, inclusive and rising; empty if it is no histogram
 */
public record MetricRecord(
    long sequence,
    Kind kind,
    long epochNanos,
    long startEpochNanos,
    String name,
    String unit,
    String scopeName,
    @Nullable String description,
    List<Double> bounds,
    List<Point> points)
    implements TelemetryEvent {

  /** What the numbers mean. */
  public enum Kind {
    /** The value of this moment. */
    GAUGE(1),
    /** A sum that only grows. */
    COUNTER(2),
    /** A sum that may fall. */
    UP_DOWN_COUNTER(3),
    /** Counts by size. */
    HISTOGRAM(4);

    private final int code;

    Kind(int code) {
      this.code = code;
    }

    /** The number on the wire. */
    public int code() {
      return code;
    }

    /** The kind with that number; null if there is none. */
    public static @Nullable Kind ofCode(int code) {
      return code >= 1 && code <= values().length ? values()[code - 1] : null;
    }
  }

  /**
   * One series' value.
   *
   * @param value a {@link Long}, a {@link Double}, or a {@link Distribution}
   */
  public record Point(Object value, List<SpanRecord.Attribute> attributes) {}

  /**
   * What a histogram counted.
   *
   * @param min smallest value; meaningless while {@code count} is 0
   * @param max largest value; meaningless while {@code count} is 0
   * @param buckets one more than there are bounds
   */
  public record Distribution(long count, double sum, double min, double max, List<Long> buckets) {}
}
