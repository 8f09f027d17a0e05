package io.pillion.sidecar.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.ipc.wire.SpanRecord;
import io.pillion.sidecar.testing.TestSpans;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TraceStoreTest {

  @Test
  void putsTheSpansOfATraceTogether() {
    TraceStore store = new TraceStore(1 << 20);
    store.add(
        TestSpans.batch(
            "inventory", TestSpans.span(7, 20, 10, "GET /stock", SpanRecord.Status.ERROR)));
    store.add(TestSpans.batch("shop", TestSpans.span(7, 10, 0)));

    TraceSummary summary = store.newest(10).get(0);

    assertThat(summary.id()).isEqualTo("01020304050607080000000000000007");
    assertThat(summary.rootName()).isEqualTo("GET /items");
    assertThat(summary.rootService()).isEqualTo("shop");
    assertThat(summary.rootKnown()).isTrue();
    assertThat(summary.services()).containsExactly("inventory", "shop");
    assertThat(summary.spanCount()).isEqualTo(2);
    assertThat(summary.error()).isTrue();
    assertThat(summary.durationNanos()).isEqualTo(5_010_000);
    assertThat(store.find(summary.id()).spans())
        .extracting(span -> span.record().spanId())
        .containsExactly(10L, 20L);
  }

  @Test
  void keepsTheNewestWithinItsMemory() {
    TraceStore store = new TraceStore(64 << 10);
    for (int i = 1; i <= 5000; i++) {
      store.add(TestSpans.batch("shop", TestSpans.span(i, i, 0)));
      assertThat(store.usage().bytes()).isLessThanOrEqualTo(64 << 10);
    }

    TraceStore.Usage usage = store.usage();
    assertThat(usage.traces()).isBetween(50, 500);
    assertThat(usage.evictedTraces()).isEqualTo(5000 - usage.traces());
    assertThat(store.newest(1).get(0).id()).endsWith(String.format("%016x", 5000));
    assertThat(store.find("01020304050607080000000000000001")).isNull();
  }

  @Test
  void traceThatGrowsStaysAndIsTheNewest() {
    TraceStore store = new TraceStore(1 << 20);
    store.add(TestSpans.batchOf(3));
    store.add(TestSpans.batch("shop", TestSpans.span(1, 100, 1)));

    assertThat(store.newest(2)).extracting(TraceSummary::id).first().asString().endsWith("01");
  }

  @Test
  void traceTakesNoMoreThanAQuarter() {
    TraceStore store = new TraceStore(64 << 10);
    for (int i = 1; i <= 1000; i++) {
      store.add(TestSpans.batch("shop", TestSpans.span(1, i, 0)));
    }

    assertThat(store.usage().bytes()).isLessThanOrEqualTo(16 << 10);
    assertThat(store.newest(1).get(0).spanCount()).isEqualTo(1000);
    assertThat(store.find("01020304050607080000000000000001").omitted()).isPositive();
  }

  @Test
  void refusesWhatIsNoTraceId() {
    TraceStore store = new TraceStore(1 << 20);

    for (String id : List.of("", "x", "0".repeat(31), "G".repeat(32), "../etc/passwd")) {
      assertThat(store.find(id)).isNull();
    }
  }

  @Test
  void mayBeReadWhileItIsWritten() throws InterruptedException {
    TraceStore store = new TraceStore(128 << 10);
    List<Throwable> failures = new ArrayList<>();
    Thread writer =
        new Thread(
            () -> {
              for (int i = 1; i <= 3000; i++) {
                store.add(TestSpans.batch("shop", TestSpans.span(i % 50, i, 0)));
              }
            });
    writer.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
    writer.start();
    while (writer.isAlive()) {
      store.newest(20).forEach(summary -> store.find(summary.id()));
    }
    writer.join();

    assertThat(failures).isEmpty();
  }
}
