package io.pillion.agent.jvm;

import io.pillion.ipc.TelemetryItem;
import io.pillion.ipc.wire.MetricRecord;
import io.pillion.ipc.wire.RecordEncoder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The points of one metric at one moment.
 *
 * <p><b>Threading.</b> Filled by the thread that reads the JVM, then left alone.
 */
final class MetricItem implements TelemetryItem {
  private static final String SCOPE = "io.pillion.jvm";

  private final MetricRecord.Kind kind;
  private final String name;
  private final String unit;
  private final String description;
  private final long epochNanos;
  private final long startEpochNanos;
  private final double @Nullable [] bounds;
  private final List<Point> points = new ArrayList<>();

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Point(Object value, Object[] attributes) {}

  /** One histogram's state, copied. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Distribution(long count, double sum, double min, double max, long[] buckets) {}

  MetricItem(
      MetricRecord.Kind kind,
      String name,
      String unit,
      String description,
      long epochNanos,
      long startEpochNanos,
      double @Nullable [] bounds) {
    this.kind = kind;
    this.name = name;
    this.unit = unit;
    this.description = description;
    this.epochNanos = epochNanos;
    this.startEpochNanos = startEpochNanos;
    this.bounds = bounds;
  }

  /**
   * Adds a point.
   *
   * @param value a Long, a Double or a {@link Distribution}
   * @param attributes keys and values in turn; a value is a String or a Boolean
   */
  MetricItem point(Object value, Object... attributes) {
    points.add(new Point(value, attributes));
    return this;
  }

  boolean isEmpty() {
    return points.isEmpty();
  }

  @Override
  public boolean important() {
    return false;
  }

  @Override
  public boolean minor() {
    return true;
  }

  @Override
  public boolean isSpan() {
    return false;
  }

  @Override
  public void encodeTo(RecordEncoder encoder) {
    encoder.beginMetric(kind, epochNanos, startEpochNanos, name, unit, SCOPE, description, bounds);
    for (Point point : points) {
      encode(encoder, point.value());
      for (int i = 0; i + 1 < point.attributes().length; i += 2) {
        String key = (String) point.attributes()[i];
        Object value = point.attributes()[i + 1];
        if (value instanceof Boolean truth) {
          encoder.pointAttribute(key, truth.booleanValue());
        } else {
          encoder.pointAttribute(key, value.toString());
        }
      }
    }
  }

  private static void encode(RecordEncoder encoder, Object value) {
    if (value instanceof Long number) {
      encoder.point(number.longValue());
    } else if (value instanceof Double number) {
      encoder.point(number.doubleValue());
    } else if (value instanceof Distribution of) {
      encoder.point(of.count(), of.sum(), of.min(), of.max(), of.buckets());
    }
  }
}
