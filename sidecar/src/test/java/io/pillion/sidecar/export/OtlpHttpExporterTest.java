package io.pillion.sidecar.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsPartialSuccess;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.pillion.ipc.wire.MetricRecord;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.ipc.wire.TelemetryEvent;
import io.pillion.sidecar.config.Compression;
import io.pillion.sidecar.net.HttpClient;
import io.pillion.sidecar.net.NetThreads;
import io.pillion.sidecar.testing.Await;
import io.pillion.sidecar.testing.FakeBackend;
import io.pillion.sidecar.testing.FakeBackend.Answer;
import io.pillion.sidecar.testing.TestLogs;
import io.pillion.sidecar.testing.TestRpcStatus;
import io.pillion.sidecar.testing.TestSpans;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class OtlpHttpExporterTest {
  private final TestLogs logs = new TestLogs();
  private final NetThreads threads = new NetThreads();
  private final FakeBackend backend = new FakeBackend();
  private final ExportMeter meter = new ExportMeter(logs.log, Clock.systemUTC());
  private SignalExporter<SpanRecord> exporter = exporter(Compression.GZIP);

  @AfterEach
  void close() {
    exporter.close();
    threads.close();
    backend.close();
  }

  @Test
  void sendsGzippedProtobufWithTheConfiguredHeaders() throws Exception {
    assertThat(export(3)).isEqualTo(new ExportResult(3, 0, null));

    FakeBackend.Received received = backend.received.get(0);
    assertThat(received.path()).isEqualTo("/v1/traces");
    assertThat(received.spans()).isEqualTo(3);
    assertThat(received.headers().getFirst("Content-Type")).isEqualTo("application/x-protobuf");
    assertThat(received.headers().getFirst("Content-Encoding")).isEqualTo("gzip");
    assertThat(received.headers().getFirst("X-Token")).isEqualTo("secret");
    assertThat(meter.state().exportedSpans()).isEqualTo(3);
    assertThat(meter.state().lastSuccessMillis()).isPositive();
    assertThat(meter.state().latency().count()).isEqualTo(1);
  }

  @Test
  void sendsPlainWhenToldTo() throws Exception {
    exporter.close();
    exporter = exporter(Compression.NONE);

    assertThat(export(2).delivered()).isEqualTo(2);
    assertThat(backend.received.get(0).headers().getFirst("Content-Encoding")).isNull();
    assertThat(backend.received.get(0).spans()).isEqualTo(2);
  }

  @Test
  void repeatsWhatMayPassUntilItDoes() throws Exception {
    for (int status : new int[] {0, 429, 502, 503, 504}) {
      backend.then(Answer.of(status));
    }

    assertThat(export(2)).isEqualTo(new ExportResult(2, 0, null));

    assertThat(backend.received).hasSize(6);
    assertThat(meter.state().retries()).isEqualTo(5);
    assertThat(meter.state().failedRequests())
        .containsOnlyKeys("http_429", "http_502", "http_503", "http_504", "connection");
    assertThat(meter.state().failing()).isFalse();
    assertThat(logs.text()).containsOnlyOnce("export-failing").containsOnlyOnce("export-recovered");
  }

  @Test
  void waitsAsLongAsTheBackEndAsks() throws Exception {
    backend.then(new Answer(503, "1", new byte[0]));

    export(1);

    long waited = backend.received.get(1).nanos() - backend.received.get(0).nanos();
    assertThat(waited).isGreaterThanOrEqualTo(Duration.ofMillis(900).toNanos());
  }

  @Test
  void givesUpWhatTheBackEndRefuses() throws Exception {
    for (int status : new int[] {400, 401, 404, 500, 302}) {
      backend.then(Answer.of(status));
      assertThat(export(2)).isEqualTo(new ExportResult(0, 2, "http_" + status));
    }

    assertThat(backend.received).hasSize(5);
    assertThat(meter.state().rejectedSpans()).containsEntry("http_400", 2L);
  }

  @Test
  void countsThePartThatWasRefused() throws Exception {
    byte[] body =
        ExportTraceServiceResponse.newBuilder()
            .setPartialSuccess(
                ExportTracePartialSuccess.newBuilder()
                    .setRejectedSpans(2)
                    .setErrorMessage("two are bad"))
            .build()
            .toByteArray();
    backend.then(new Answer(200, null, body));

    assertThat(export(5)).isEqualTo(new ExportResult(3, 2, "partial_success"));
    assertThat(logs.text()).contains("two are bad");
  }

  @Test
  void takesAShareOfTheMetricsForRefusedWhenPointsAre() throws Exception {
    MetricRecord.Point point = new MetricRecord.Point(1L, List.of());
    List<MetricRecord> metrics =
        Collections.nCopies(
            10,
            new MetricRecord(
                1,
                MetricRecord.Kind.GAUGE,
                2,
                1,
                "m",
                "",
                "test",
                null,
                List.of(),
                Collections.nCopies(8, point)));
    byte[] body =
        ExportMetricsServiceResponse.newBuilder()
            .setPartialSuccess(ExportMetricsPartialSuccess.newBuilder().setRejectedDataPoints(12))
            .build()
            .toByteArray();
    backend.then(new Answer(200, null, body));

    try (SignalExporter<MetricRecord> ofMetrics = exporter(OtlpSignal.METRICS, Compression.NONE)) {
      assertThat(
              ofMetrics
                  .export(
                      new Batch<>(
                          List.of(
                              new Batch.Group<>("id", Map.of("service.name", "shop"), metrics))))
                  .get(30, TimeUnit.SECONDS))
          .isEqualTo(new ExportResult(8, 2, "partial_success"));
    }
  }

  @Test
  void tellsWhatTheBackEndSaysOfAFailure() throws Exception {
    backend.then(new Answer(400, null, TestRpcStatus.of(3, "no such tenant", (Duration) null)));

    export(1);

    assertThat(meter.state().lastFailure().detail()).isEqualTo("status=400: no such tenant");
  }

  @Test
  void takesA200WithAnUnreadableBodyForSuccess() throws Exception {
    backend.then(
        new Answer(
            200, null, "<html>\u0000\u0007".getBytes(java.nio.charset.StandardCharsets.UTF_8)));

    assertThat(export(4)).isEqualTo(new ExportResult(4, 0, null));
  }

  @Test
  void halvesWhatIsTooLargeDownToASingleSpan() throws Exception {
    backend.takesAtMost(1);

    ExportResult result = export(4);

    assertThat(result).isEqualTo(new ExportResult(4, 0, null));
    assertThat(backend.received.stream().mapToInt(FakeBackend.Received::spans).max()).hasValue(4);
    assertThat(meter.state().inFlightBatches()).isZero();
  }

  @Test
  void refusesASingleSpanThatIsTooLarge() throws Exception {
    for (int i = 0; i < 3; i++) {
      backend.then(Answer.of(413));
    }

    assertThat(export(2)).isEqualTo(new ExportResult(0, 2, "http_413"));
  }

  @Test
  void closingCancelsWhatIsUnderWay() {
    for (int i = 0; i < 100; i++) {
      backend.then(Answer.of(503));
    }
    CompletableFuture<ExportResult> result = exporter.export(TestSpans.batchOf(1));
    Await.until("a first attempt", () -> !backend.received.isEmpty());
    assertThat(meter.state().inFlightBatches()).isEqualTo(1);

    exporter.close();

    assertThat(result).isCancelled();
    assertThat(meter.state().inFlightBatches()).isZero();
    assertThat(exporter.export(TestSpans.batchOf(1))).isCancelled();
  }

  @Test
  void carriesSeveralBatchesAtOnce() throws Exception {
    CompletableFuture<?>[] results = new CompletableFuture<?>[8];
    for (int i = 0; i < results.length; i++) {
      results[i] = exporter.export(TestSpans.batchOf(10));
    }
    CompletableFuture.allOf(results).get(30, TimeUnit.SECONDS);

    assertThat(meter.state().exportedSpans()).isEqualTo(80);
  }

  private ExportResult export(int spans) throws Exception {
    return exporter.export(TestSpans.batchOf(spans)).get(30, TimeUnit.SECONDS);
  }

  private SignalExporter<SpanRecord> exporter(Compression compression) {
    return exporter(OtlpSignal.TRACES, compression);
  }

  private <T extends TelemetryEvent> SignalExporter<T> exporter(
      OtlpSignal<T> signal, Compression compression) {
    HttpClient client = new HttpClient(threads, backend.traces(), Duration.ofSeconds(5), null);
    return new OtlpExporter<>(
        signal,
        new OtlpHttpTransport(client, Map.of("X-Token", "secret"), compression, Clock.systemUTC()),
        new RetryPolicy(Duration.ofMillis(10), Duration.ofMillis(40)),
        threads.scheduler(),
        meter);
  }
}
