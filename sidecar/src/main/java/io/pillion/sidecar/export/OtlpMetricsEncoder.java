package io.pillion.sidecar.export;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Gauge;
import io.opentelemetry.proto.metrics.v1.Histogram;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.opentelemetry.proto.metrics.v1.ScopeMetrics;
import io.opentelemetry.proto.metrics.v1.Sum;
import io.pillion.ipc.wire.MetricRecord;
import io.pillion.ipc.wire.SpanRecord;
import java.util.LinkedHashMap;
import java.util.Map;

/** Turns metrics into OTLP. */
final class OtlpMetricsEncoder {
  private static final AggregationTemporality CUMULATIVE =
      AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE;
  private static final AggregationTemporality DELTA =
      AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;

  private OtlpMetricsEncoder() {}

  static ExportMetricsServiceRequest request(Batch<MetricRecord> batch) {
    ExportMetricsServiceRequest.Builder request = ExportMetricsServiceRequest.newBuilder();
    for (Batch.Group<MetricRecord> group : batch.groups()) {
      Map<String, ScopeMetrics.Builder> scopes = new LinkedHashMap<>();
      for (MetricRecord metric : group.records()) {
        scopes
            .computeIfAbsent(metric.scopeName(), OtlpMetricsEncoder::scope)
            .addMetrics(metric(metric));
      }
      ResourceMetrics.Builder metrics =
          ResourceMetrics.newBuilder().setResource(OtlpEncoder.resource(group));
      scopes.values().forEach(metrics::addScopeMetrics);
      request.addResourceMetrics(metrics);
    }
    return request.build();
  }

  static int points(Batch<MetricRecord> batch) {
    return batch.groups().stream()
        .flatMap(group -> group.records().stream())
        .mapToInt(metric -> metric.points().size())
        .sum();
  }

  private static ScopeMetrics.Builder scope(String name) {
    return ScopeMetrics.newBuilder().setScope(OtlpEncoder.scopeOf(name));
  }

  private static Metric metric(MetricRecord metric) {
    Metric.Builder builder = Metric.newBuilder().setName(metric.name()).setUnit(metric.unit());
    String description = metric.description();
    if (description != null) {
      builder.setDescription(description);
    }
    switch (metric.kind()) {
      case GAUGE -> builder.setGauge(gauge(metric));
      case COUNTER -> builder.setSum(sum(metric).setIsMonotonic(true));
      case UP_DOWN_COUNTER -> builder.setSum(sum(metric));
      case HISTOGRAM -> builder.setHistogram(histogram(metric));
    }
    return builder.build();
  }

  private static Gauge gauge(MetricRecord metric) {
    Gauge.Builder gauge = Gauge.newBuilder();
    for (MetricRecord.Point point : metric.points()) {
      gauge.addDataPoints(number(metric, point));
    }
    return gauge.build();
  }

  private static Sum.Builder sum(MetricRecord metric) {
    Sum.Builder sum = Sum.newBuilder().setAggregationTemporality(CUMULATIVE);
    for (MetricRecord.Point point : metric.points()) {
      sum.addDataPoints(
          number(metric, point).toBuilder().setStartTimeUnixNano(metric.startEpochNanos()));
    }
    return sum;
  }

  private static NumberDataPoint number(MetricRecord metric, MetricRecord.Point point) {
    NumberDataPoint.Builder builder =
        NumberDataPoint.newBuilder().setTimeUnixNano(metric.epochNanos());
    if (point.value() instanceof Long value) {
      builder.setAsInt(value);
    } else if (point.value() instanceof Double value) {
      builder.setAsDouble(value);
    }
    for (SpanRecord.Attribute attribute : point.attributes()) {
      builder.addAttributes(OtlpEncoder.keyValue(attribute));
    }
    return builder.build();
  }

  private static Histogram histogram(MetricRecord metric) {
    Histogram.Builder histogram = Histogram.newBuilder().setAggregationTemporality(CUMULATIVE);
    for (MetricRecord.Point point : metric.points()) {
      if (point.value() instanceof MetricRecord.Distribution distribution) {
        histogram.addDataPoints(distribution(metric, point, distribution));
      } else if (point.value() instanceof SidecarDistribution distribution) {
        histogram.setAggregationTemporality(distribution.delta() ? DELTA : CUMULATIVE);
        histogram.addDataPoints(distribution(metric, point, distribution));
      }
    }
    return histogram.build();
  }

  private static HistogramDataPoint distribution(
      MetricRecord metric, MetricRecord.Point point, MetricRecord.Distribution distribution) {
    HistogramDataPoint.Builder builder =
        HistogramDataPoint.newBuilder()
            .setStartTimeUnixNano(metric.startEpochNanos())
            .setTimeUnixNano(metric.epochNanos())
            .setCount(distribution.count())
            .setSum(distribution.sum())
            .addAllExplicitBounds(metric.bounds())
            .addAllBucketCounts(distribution.buckets());
    if (distribution.count() > 0) {
      builder.setMin(distribution.min()).setMax(distribution.max());
    }
    for (SpanRecord.Attribute attribute : point.attributes()) {
      builder.addAttributes(OtlpEncoder.keyValue(attribute));
    }
    return builder.build();
  }

  private static HistogramDataPoint distribution(
      MetricRecord metric, MetricRecord.Point point, SidecarDistribution distribution) {
    HistogramDataPoint.Builder builder =
        HistogramDataPoint.newBuilder()
            .setStartTimeUnixNano(distribution.startEpochNanos())
            .setTimeUnixNano(metric.epochNanos())
            .setCount(distribution.count())
            .setSum(distribution.sum())
            .addAllExplicitBounds(metric.bounds());
    for (long count : distribution.counts()) {
      builder.addBucketCounts(count);
    }
    for (SpanRecord.Attribute attribute : point.attributes()) {
      builder.addAttributes(OtlpEncoder.keyValue(attribute));
    }
    for (Exemplar exemplar : distribution.exemplars()) {
      builder.addExemplars(exemplar(exemplar));
    }
    return builder.build();
  }

  private static io.opentelemetry.proto.metrics.v1.Exemplar exemplar(Exemplar of) {
    return io.opentelemetry.proto.metrics.v1.Exemplar.newBuilder()
        .setTimeUnixNano(of.epochNanos())
        .setAsDouble(of.value())
        .setTraceId(OtlpEncoder.bytes(of.traceIdHigh(), of.traceIdLow()))
        .setSpanId(OtlpEncoder.bytes(of.spanId()))
        .build();
  }
}
