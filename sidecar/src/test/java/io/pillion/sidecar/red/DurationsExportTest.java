package io.pillion.sidecar.red;

import static io.pillion.sidecar.testing.TestRequests.SESSION;
import static io.pillion.sidecar.testing.TestRequests.SHOP;
import static io.pillion.sidecar.testing.TestRequests.sampled;
import static io.pillion.sidecar.testing.TestRequests.sent;
import static io.pillion.sidecar.testing.TestRequests.served;
import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.ipc.wire.MetricRecord;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.sidecar.export.Batch;
import io.pillion.sidecar.export.ExportResult;
import io.pillion.sidecar.export.SidecarDistribution;
import io.pillion.sidecar.export.SignalExporter;
import io.pillion.sidecar.testing.TestLogs;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class DurationsExportTest {
  private static final long SECOND = 1_000_000_000;

  private final FakeClock clock = new FakeClock();
  private final FakeBackEnd backEnd = new FakeBackEnd();
  private final TestLogs logs = new TestLogs();
  private final RequestDurations durations =
      new RequestDurations(20_000, 8 << 20, 0, clock, System::nanoTime);
  private long sequence;

  private static final class FakeClock extends Clock {
    long seconds = 100;

    @Override
    public Instant instant() {
      return Instant.ofEpochSecond(seconds);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  private static final class FakeBackEnd implements SignalExporter<MetricRecord> {
    final List<Batch<MetricRecord>> batches = new ArrayList<>();
    final List<CompletableFuture<ExportResult>> words = new ArrayList<>();
    boolean closed;

    @Override
    public CompletableFuture<ExportResult> export(Batch<MetricRecord> batch) {
      batches.add(batch);
      words.add(new CompletableFuture<>());
      return words.get(words.size() - 1);
    }

    void says(int batch, ExportResult word) {
      words.get(batch).complete(word);
    }

    void accepts(int batch) {
      says(batch, new ExportResult(batches.get(batch).size(), 0, null));
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  private DurationsExport export(boolean delta) {
    return new DurationsExport(durations, backEnd, delta, logs.log, clock);
  }

  private void request() {
    durations.add(SESSION, SHOP, served(++sequence, SECOND, "http.request.method", "GET"));
  }

  private MetricRecord only(int batch) {
    List<Batch.Group<MetricRecord>> groups = backEnd.batches.get(batch).groups();
    assertThat(groups).hasSize(1);
    assertThat(groups.get(0).records()).hasSize(1);
    return groups.get(0).records().get(0);
  }

  private SidecarDistribution value(int batch) {
    assertThat(only(batch).points()).hasSize(1);
    return (SidecarDistribution) only(batch).points().get(0).value();
  }

  @Test
  void cumulativePointsCountFromTheBeginningWhateverTheBackEndSays() {
    DurationsExport export = export(false);
    request();
    clock.seconds = 160;
    export.post();
    request();
    clock.seconds = 220;
    export.post();

    assertThat(backEnd.words.get(0)).isCancelled();
    MetricRecord metric = only(1);
    assertThat(metric.name()).isEqualTo("http.server.request.duration");
    assertThat(metric.unit()).isEqualTo("s");
    assertThat(metric.scopeName()).isEqualTo("io.pillion.http-server");
    assertThat(metric.kind()).isEqualTo(MetricRecord.Kind.HISTOGRAM);
    assertThat(metric.bounds()).isEqualTo(DurationBounds.SECONDS);
    assertThat(metric.epochNanos()).isEqualTo(220 * SECOND);
    assertThat(metric.points().get(0).attributes())
        .containsExactly(new SpanRecord.Attribute("http.request.method", "GET"));
    assertThat(value(1).count()).isEqualTo(2);
    assertThat(value(1).sum()).isEqualTo(2);
    assertThat(value(1).startEpochNanos()).isEqualTo(100 * SECOND);
    assertThat(value(1).delta()).isFalse();
    assertThat(backEnd.batches.get(1).groups().get(0).resource()).isEqualTo(SHOP);
    clock.seconds = 280;
    export.post();
    assertThat(value(2).count()).isEqualTo(2);
  }

  @Test
  void deltasCountFromWhatTheBackEndTookLast() {
    DurationsExport export = export(true);
    request();
    export.post();
    backEnd.accepts(0);
    request();
    request();
    clock.seconds = 160;
    export.post();
    backEnd.says(1, new ExportResult(0, 1, "http_400"));
    request();
    clock.seconds = 220;
    export.post();
    backEnd.accepts(2);
    clock.seconds = 280;
    export.post();

    assertThat(value(0).count()).isEqualTo(1);
    assertThat(value(1).count()).isEqualTo(2);
    assertThat(value(1).startEpochNanos()).isEqualTo(100 * SECOND);
    assertThat(value(2).count()).isEqualTo(3);
    assertThat(value(2).sum()).isEqualTo(3);
    assertThat(value(2).startEpochNanos()).isEqualTo(100 * SECOND);
    assertThat(value(2).delta()).isTrue();
    assertThat(backEnd.batches).hasSize(3);
    request();
    clock.seconds = 340;
    export.post();
    assertThat(value(3).count()).isEqualTo(1);
    assertThat(value(3).startEpochNanos()).isEqualTo(220 * SECOND);
  }

  @Test
  void whatABackEndTookInPartIsNotCountedAgain() {
    DurationsExport export = export(true);
    request();
    export.post();
    backEnd.says(0, new ExportResult(0, 1, "partial_success"));
    export.post();

    assertThat(backEnd.batches).hasSize(1);
  }

  @Test
  void bothHistogramsOfAProcessComeUnderOneResource() {
    request();
    durations.add(SESSION, SHOP, sent(++sequence, SECOND));
    durations.add(SESSION, SHOP, sampled(++sequence, SECOND, "http.request.method", "GET"));
    export(false).post();

    List<Batch.Group<MetricRecord>> groups = backEnd.batches.get(0).groups();
    assertThat(groups).hasSize(1);
    assertThat(groups.get(0).records())
        .extracting(MetricRecord::name)
        .containsExactly("http.server.request.duration", "http.client.request.duration");
    SidecarDistribution served =
        (SidecarDistribution) groups.get(0).records().get(0).points().get(0).value();
    assertThat(served.exemplars()).hasSize(1);
  }

  @Test
  void manySeriesGoInSeveralRequestsEachOnce() {
    for (int i = 0; i < 2_500; i++) {
      durations.add(SESSION, SHOP, served(++sequence, 1, "http.route", "/" + i));
    }
    export(false).post();

    Set<Object> series = new HashSet<>();
    assertThat(backEnd.batches).hasSize(3);
    for (Batch<MetricRecord> batch : backEnd.batches) {
      MetricRecord metric = batch.groups().get(0).records().get(0);
      assertThat(metric.points()).hasSizeLessThanOrEqualTo(DurationBatches.MOST_POINTS);
      metric.points().forEach(point -> assertThat(series.add(point.attributes())).isTrue());
    }
    assertThat(series).hasSize(2_500);
  }

  @Test
  void theLastWordIsWaitedForAndNoLongerThanAllowed() {
    DurationsExport export = export(false);
    request();
    export.finish(Duration.ofMillis(10));
    assertThat(backEnd.batches).hasSize(1);
    assertThat(logs.text()).contains("last durations of requests were not taken");
    export.close();

    assertThat(backEnd.words.get(0)).isCancelled();
    assertThat(backEnd.closed).isTrue();
  }

  @Test
  void withoutABackEndNothingIsPosted() {
    DurationsExport export = new DurationsExport(durations, null, false, logs.log, clock);
    request();
    export.finish(Duration.ofSeconds(1));
    export.close();

    assertThat(backEnd.batches).isEmpty();
    assertThat(logs.text()).isEmpty();
  }
}
