package io.pillion.agent.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.agent.config.AgentLog;
import io.pillion.agent.config.LogLevel;
import io.pillion.ipc.TelemetryItem;
import io.pillion.ipc.wire.MetricRecord;
import io.pillion.ipc.wire.RecordDecoder;
import io.pillion.ipc.wire.RecordEncoder;
import io.pillion.ipc.wire.RecordFormatException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JvmMetricsTest {
  private static final long SECOND = 1_000_000_000;

  private static Map<String, MetricRecord> decoded(List<TelemetryItem> items)
      throws RecordFormatException {
    RecordEncoder encoder = new RecordEncoder();
    RecordDecoder decoder = new RecordDecoder();
    Map<String, MetricRecord> metrics = new LinkedHashMap<>();
    for (TelemetryItem item : items) {
      item.encodeTo(encoder);
      MetricRecord metric = (MetricRecord) decoder.decode(encoder.finish(1));
      assertThat(metrics.put(metric.name(), metric)).isNull();
    }
    return metrics;
  }

  @Test
  void allOfTheConventionsMetricsAreReadOnceAnInterval() throws Exception {
    List<TelemetryItem> items = new ArrayList<>();
    JvmMetrics metrics = new JvmMetrics(SECOND, items::add, new AgentLog(LogLevel.OFF));
    long now = System.nanoTime();
    metrics.readIfDue(now);
    assertThat(items).isEmpty();
    metrics.readIfDue(now + 2 * SECOND);
    int once = items.size();
    metrics.readIfDue(now + 2 * SECOND + SECOND / 2);
    assertThat(items).hasSize(once);
    Map<String, MetricRecord> read = decoded(items);
    assertThat(read)
        .containsKeys(
            "jvm.memory.used",
            "jvm.memory.committed",
            "jvm.memory.limit",
            "jvm.memory.used_after_last_gc",
            "jvm.thread.count",
            "jvm.class.loaded",
            "jvm.class.unloaded",
            "jvm.class.count",
            "jvm.cpu.count",
            "jvm.cpu.time");
    assertThat(read.get("jvm.memory.limit").points()).allMatch(point -> (Long) point.value() >= 0);
    assertThat(read.get("jvm.class.loaded").kind()).isEqualTo(MetricRecord.Kind.COUNTER);
  }

  @Test
  void nothingIsReadWhenSwitchedOff() {
    List<TelemetryItem> items = new ArrayList<>();
    new JvmMetrics(0, items::add, new AgentLog(LogLevel.OFF)).readIfDue(System.nanoTime());
    assertThat(items).isEmpty();
  }

  @Test
  void collectionsAreCountedBySizeForEachCollectorAndAction() throws Exception {
    GcDurations durations = new GcDurations();
    durations.add("Copy", "end of minor GC", 0.005);
    durations.add("Copy", "end of minor GC", 0.01);
    durations.add("Copy", "end of minor GC", 20);
    durations.add("MarkSweepCompact", "end of major GC", 0.5);
    MetricItem item =
        new MetricItem(
            MetricRecord.Kind.HISTOGRAM, "jvm.gc.duration", "s", "d", 2, 1, GcDurations.BOUNDS);
    durations.addTo(item);
    MetricRecord metric = decoded(List.of(item)).get("jvm.gc.duration");
    assertThat(metric.bounds()).containsExactly(0.01, 0.1, 1.0, 10.0);
    assertThat(metric.points()).hasSize(2);
    assertThat(metric.points().get(0).value())
        .isEqualTo(
            new MetricRecord.Distribution(
                3, 0.005 + 0.01 + 20, 0.005, 20, List.of(2L, 0L, 0L, 0L, 1L)));
  }
}
