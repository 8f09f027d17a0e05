package io.pillion.ipc.wire;

import static io.pillion.ipc.wire.RecordDescriptor.*;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gathers the entries of a metric's record. */
final class MetricFields {
  String name = "";
  String unit = "";
  String scope = "";
  @Nullable String description;
  private List<Double> bounds = List.of();
  private final List<MetricRecord.Point> points = new ArrayList<>();

  void bounds(ByteBuffer value) throws RecordFormatException {
    if (!bounds.isEmpty() || !points.isEmpty()) {
      throw new RecordFormatException("bounds come once, before the first point");
    }
    int count = count(value);
    List<Double> read = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      read.add(value.getDouble());
    }
    bounds = read;
  }

  void point(ByteBuffer value) throws RecordFormatException {
    RecordDecoder.require(value, Byte.BYTES);
    byte type = value.get();
    points.add(
        new MetricRecord.Point(
            switch (type) {
              case VALUE_LONG -> RecordDecoder.number(value);
              case VALUE_DOUBLE -> Double.longBitsToDouble(RecordDecoder.number(value));
              case VALUE_DISTRIBUTION -> distribution(value);
              default -> throw new RecordFormatException("unknown point type: type=" + type);
            },
            new ArrayList<>()));
  }

  private MetricRecord.Distribution distribution(ByteBuffer value) throws RecordFormatException {
    long total = RecordDecoder.number(value);
    double sum = Double.longBitsToDouble(RecordDecoder.number(value));
    double min = Double.longBitsToDouble(RecordDecoder.number(value));
    double max = Double.longBitsToDouble(RecordDecoder.number(value));
    int count = count(value);
    if (count != bounds.size() + 1) {
      throw new RecordFormatException(
          "buckets do not fit the bounds: buckets=" + count + ", bounds=" + bounds.size());
    }
    List<Long> buckets = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      buckets.add(value.getLong());
    }
    return new MetricRecord.Distribution(total, sum, min, max, buckets);
  }

  /** A number of eight-byte values; they are there, so that a claim alone allocates nothing. */
  private static int count(ByteBuffer value) throws RecordFormatException {
    RecordDecoder.require(value, Short.BYTES);
    int count = value.getShort() & 0xffff;
    RecordDecoder.require(value, count * Long.BYTES);
    return count;
  }

  void addToLatestPoint(SpanRecord.Attribute attribute) throws RecordFormatException {
    if (points.isEmpty()) {
      throw new RecordFormatException("point attribute without a point");
    }
    points.get(points.size() - 1).attributes().add(attribute);
  }

  MetricRecord toRecord(long sequence, ByteBuffer fixed) throws RecordFormatException {
    long epochNanos = fixed.getLong();
    long startEpochNanos = fixed.getLong();
    MetricRecord.Kind kind =
        RecordDecoder.known(MetricRecord.Kind.ofCode(fixed.get()), "metric kind");
    for (MetricRecord.Point point : points) {
      if (point.value() instanceof MetricRecord.Distribution
          != (kind == MetricRecord.Kind.HISTOGRAM)) {
        throw new RecordFormatException("point does not fit the metric: kind=" + kind);
      }
    }
    return new MetricRecord(
        sequence,
        kind,
        epochNanos,
        startEpochNanos,
        name,
        unit,
        scope,
        description,
        bounds,
        points);
  }
}
