package io.pillion.sidecar.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.sidecar.testing.TestMetrics;
import org.junit.jupiter.api.Test;

final class MetricStoreTest {
  private final MetricStore store = new MetricStore();

  @Test
  void keepsTheNewestOfEachMetric() {
    TestMetrics.store(store, "a", TestMetrics.gauge("depth", "k", "old"));
    TestMetrics.store(store, "a", TestMetrics.gauge("depth", "k", "new"));

    assertThat(store.all()).hasSize(1);
    assertThat(store.all().get(0).metric().points().get(0).attributes().get(0).value())
        .isEqualTo("new");
  }

  @Test
  void theApplicationThatHasSentNothingForLongestMakesRoom() {
    for (int i = 0; i < MetricStore.MOST_SESSIONS; i++) {
      TestMetrics.store(store, "s" + i, TestMetrics.gauge("depth"));
    }
    TestMetrics.store(store, "s0", TestMetrics.gauge("depth"));
    TestMetrics.store(store, "another", TestMetrics.gauge("depth"));

    assertThat(store.all())
        .hasSize(MetricStore.MOST_SESSIONS)
        .extracting(MetricStore.Latest::sessionId)
        .contains("s0", "another")
        .doesNotContain("s1");
  }

  @Test
  void largeMetricsTakeABoundedSpaceTogether() {
    String text = "x".repeat(50_000);
    for (int session = 0; session < 10; session++) {
      for (int i = 0; i < MetricStore.MOST_METRICS; i++) {
        TestMetrics.store(store, "s" + session, TestMetrics.gauge("m" + i, "k", text));
      }
    }

    assertThat(store.all().stream().mapToLong(latest -> SpanFootprint.of(latest.metric())).sum())
        .isPositive()
        .isLessThanOrEqualTo(MetricStore.MOST_BYTES);
    assertThat(store.all()).extracting(MetricStore.Latest::sessionId).contains("s9");
  }

  @Test
  void anApplicationWithLargeMetricsMovesNoOtherOut() {
    TestMetrics.store(store, "small", TestMetrics.gauge("depth"));
    String text = "x".repeat(200_000);
    for (int i = 0; i < MetricStore.MOST_METRICS; i++) {
      TestMetrics.store(store, "large", TestMetrics.gauge("m" + i, "k", text));
    }

    assertThat(store.all()).extracting(MetricStore.Latest::sessionId).contains("small", "large");
  }
}
