package io.pillion.sidecar.testing;

import io.pillion.ipc.wire.MetricRecord;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.sidecar.export.Batch;
import io.pillion.sidecar.export.MetricStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Metrics for tests. */
public final class TestMetrics {
  private TestMetrics() {}

  /** A metric with one point. */
  public static MetricRecord of(MetricRecord.Kind kind, String name, String unit, Object value) {
    return new MetricRecord(
        1,
        kind,
        2,
        1,
        name,
        unit,
        "test",
        "What it is.",
        value instanceof MetricRecord.Distribution ? List.of(0.1) : List.of(),
        List.of(
            new MetricRecord.Point(
                value, List.of(new SpanRecord.Attribute("jvm.memory.type", "heap")))));
  }

  /** A gauge with one point that has these attributes, names and values in turn. */
  public static MetricRecord gauge(String name, String... attributes) {
    List<SpanRecord.Attribute> all = new ArrayList<>();
    for (int i = 0; i < attributes.length; i += 2) {
      all.add(new SpanRecord.Attribute(attributes[i], attributes[i + 1]));
    }
    return new MetricRecord(
        1,
        MetricRecord.Kind.GAUGE,
        2,
        1,
        name,
        "",
        "test",
        null,
        List.of(),
        List.of(new MetricRecord.Point(1L, all)));
  }

  /** Puts them into a store as those of a session of the service "shop". */
  public static void store(MetricStore store, String sessionId, MetricRecord... metrics) {
    store.add(
        new Batch<>(
            List.of(
                new Batch.Group<>(sessionId, Map.of("service.name", "shop"), List.of(metrics)))));
  }
}
