package io.pillion.sidecar.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.HistogramDataPoint;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.metrics.v1.ResourceMetrics;
import io.pillion.ipc.wire.MetricRecord;
import io.pillion.ipc.wire.SpanRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OtlpMetricsEncoderTest {
  private static final List<SpanRecord.Attribute> HEAP =
      List.of(
          new SpanRecord.Attribute("jvm.memory.type", "heap"),
          new SpanRecord.Attribute("jvm.thread.daemon", true));

  static MetricRecord metric(
      MetricRecord.Kind kind, String name, String unit, List<Double> bounds, Object value) {
    return new MetricRecord(
        1,
        kind,
        2_000,
        1_000,
        name,
        unit,
        "io.pillion.jvm",
        "What it is.",
        bounds,
        List.of(new MetricRecord.Point(value, HEAP)));
  }

  static Batch<MetricRecord> batch(MetricRecord... metrics) {
    return new Batch<>(
        List.of(new Batch.Group<>("id", Map.of("service.name", "shop"), List.of(metrics))));
  }

  private static Metric encoded(MetricRecord metric) throws Exception {
    byte[] bytes = OtlpSignal.METRICS.request(batch(metric)).toByteArray();
    ResourceMetrics resource = ExportMetricsServiceRequest.parseFrom(bytes).getResourceMetrics(0);
    assertThat(resource.getResource().getAttributes(0).getValue().getStringValue())
        .isEqualTo("shop");
    assertThat(resource.getScopeMetrics(0).getScope().getName()).isEqualTo("io.pillion.jvm");
    Metric encoded = resource.getScopeMetrics(0).getMetrics(0);
    assertThat(encoded.getName()).isEqualTo(metric.name());
    assertThat(encoded.getUnit()).isEqualTo(metric.unit());
    assertThat(encoded.getDescription()).isEqualTo("What it is.");
    return encoded;
  }

  @Test
  void sumsAreCumulativeAndSayWhetherTheyMayFall() throws Exception {
    Metric counter =
        encoded(metric(MetricRecord.Kind.COUNTER, "jvm.cpu.time", "s", List.of(), 1.5));
    assertThat(counter.getSum().getIsMonotonic()).isTrue();
    assertThat(counter.getSum().getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
    NumberDataPoint point = counter.getSum().getDataPoints(0);
    assertThat(point.getAsDouble()).isEqualTo(1.5);
    assertThat(point.getStartTimeUnixNano()).isEqualTo(1_000);
    assertThat(point.getTimeUnixNano()).isEqualTo(2_000);
    assertThat(point.getAttributes(0).getValue().getStringValue()).isEqualTo("heap");
    assertThat(point.getAttributes(1).getValue().getBoolValue()).isTrue();
    Metric used =
        encoded(metric(MetricRecord.Kind.UP_DOWN_COUNTER, "jvm.memory.used", "By", List.of(), 7L));
    assertThat(used.getSum().getIsMonotonic()).isFalse();
    assertThat(used.getSum().getDataPoints(0).getAsInt()).isEqualTo(7);
  }

  @Test
  void aGaugeHasNoStart() throws Exception {
    Metric gauge = encoded(metric(MetricRecord.Kind.GAUGE, "load", "1", List.of(), 0.25));
    assertThat(gauge.getGauge().getDataPoints(0).getAsDouble()).isEqualTo(0.25);
    assertThat(gauge.getGauge().getDataPoints(0).getStartTimeUnixNano()).isZero();
  }

  @Test
  void ofTheSidecarsOwnTheTemporalityAndTheExemplarsAreSaid() throws Exception {
    SidecarDistribution added =
        new SidecarDistribution(
            1_500,
            new long[] {1, 0, 2},
            0.5,
            true,
            List.of(new Exemplar(1_700, 0.25, 0x0102030405060708L, 2, 3)));
    Metric histogram =
        encoded(
            metric(
                MetricRecord.Kind.HISTOGRAM,
                "http.server.request.duration",
                "s",
                List.of(0.01, 0.1),
                added));
    assertThat(histogram.getHistogram().getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA);
    HistogramDataPoint point = histogram.getHistogram().getDataPoints(0);
    assertThat(point.getStartTimeUnixNano()).isEqualTo(1_500);
    assertThat(point.getTimeUnixNano()).isEqualTo(2_000);
    assertThat(point.getCount()).isEqualTo(3);
    assertThat(point.getSum()).isEqualTo(0.5);
    assertThat(point.hasMin()).isFalse();
    assertThat(point.getBucketCountsList()).containsExactly(1L, 0L, 2L);
    assertThat(point.getExemplars(0).getAsDouble()).isEqualTo(0.25);
    assertThat(point.getExemplars(0).getTimeUnixNano()).isEqualTo(1_700);
    assertThat(point.getExemplars(0).getTraceId().toByteArray())
        .containsExactly(1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0, 0, 0, 0, 0, 2);
    assertThat(point.getExemplars(0).getSpanId().toByteArray())
        .containsExactly(0, 0, 0, 0, 0, 0, 0, 3);
    Metric cumulative =
        encoded(
            metric(
                MetricRecord.Kind.HISTOGRAM,
                "http.server.request.duration",
                "s",
                List.of(0.01, 0.1),
                new SidecarDistribution(1_500, new long[] {1, 0, 2}, 0.5, false, List.of())));
    assertThat(cumulative.getHistogram().getAggregationTemporality())
        .isEqualTo(AggregationTemporality.AGGREGATION_TEMPORALITY_CUMULATIVE);
  }

  @Test
  void aHistogramKeepsItsBucketsAndExtremes() throws Exception {
    MetricRecord.Distribution distribution =
        new MetricRecord.Distribution(3, 0.5, 0.001, 0.4, List.of(1L, 0L, 2L));
    Metric histogram =
        encoded(
            metric(
                MetricRecord.Kind.HISTOGRAM,
                "jvm.gc.duration",
                "s",
                List.of(0.01, 0.1),
                distribution));
    HistogramDataPoint point = histogram.getHistogram().getDataPoints(0);
    assertThat(point.getCount()).isEqualTo(3);
    assertThat(point.getSum()).isEqualTo(0.5);
    assertThat(point.getMin()).isEqualTo(0.001);
    assertThat(point.getMax()).isEqualTo(0.4);
    assertThat(point.getExplicitBoundsList()).containsExactly(0.01, 0.1);
    assertThat(point.getBucketCountsList()).containsExactly(1L, 0L, 2L);
  }
}
