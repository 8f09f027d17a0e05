package io.pillion.sidecar.export;

import static io.pillion.sidecar.testing.FakeGrpcBackend.failure;
import static io.pillion.sidecar.testing.FakeGrpcBackend.farewell;
import static io.pillion.sidecar.testing.FakeGrpcBackend.hangUp;
import static io.pillion.sidecar.testing.FakeGrpcBackend.http;
import static io.pillion.sidecar.testing.FakeGrpcBackend.reset;
import static io.pillion.sidecar.testing.FakeGrpcBackend.silence;
import static io.pillion.sidecar.testing.FakeGrpcBackend.success;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Error;
import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.sidecar.config.Compression;
import io.pillion.sidecar.config.TlsFiles;
import io.pillion.sidecar.net.ClientTls;
import io.pillion.sidecar.net.GrpcClient;
import io.pillion.sidecar.net.NetThreads;
import io.pillion.sidecar.testing.Await;
import io.pillion.sidecar.testing.FakeBackend;
import io.pillion.sidecar.testing.FakeGrpcBackend;
import io.pillion.sidecar.testing.TestLogs;
import io.pillion.sidecar.testing.TestPki;
import io.pillion.sidecar.testing.TestRpcStatus;
import io.pillion.sidecar.testing.TestSpans;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class OtlpGrpcExporterTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final TestLogs logs = new TestLogs();
  private final NetThreads threads = new NetThreads();
  private FakeGrpcBackend backend = new FakeGrpcBackend();
  private final ExportMeter meter = new ExportMeter(logs.log, Clock.systemUTC());
  private SignalExporter<SpanRecord> exporter =
      exporter(backend.address(), Compression.GZIP, TIMEOUT, null);

  @AfterEach
  void close() {
    exporter.close();
    threads.close();
    backend.close();
  }

  @Test
  void callsWithCompressedMessagesAndTheConfiguredHeaders() throws Exception {
    assertThat(export(3)).isEqualTo(new ExportResult(3, 0, null));

    FakeGrpcBackend.Received received = backend.received.get(0);
    assertThat(received.spans()).isEqualTo(3);
    assertThat(received.compressed()).isTrue();
    assertThat(received.header(":path"))
        .isEqualTo("/opentelemetry.proto.collector.trace.v1.TraceService/Export");
    assertThat(received.header(":method")).isEqualTo("POST");
    assertThat(received.header(":scheme")).isEqualTo("http");
    assertThat(received.header(":authority")).isEqualTo(backend.address().getAuthority());
    assertThat(received.header("te")).isEqualTo("trailers");
    assertThat(received.header("content-type")).isEqualTo("application/grpc");
    assertThat(received.header("grpc-encoding")).isEqualTo("gzip");
    assertThat(received.header("grpc-timeout")).isEqualTo("5000m");
    assertThat(received.header("user-agent")).isEqualTo("pillion-sidecar");
    assertThat(received.header("x-token")).isEqualTo("secret");
  }

  @Test
  void sendsPlainWhenToldTo() throws Exception {
    use(backend.address(), Compression.NONE, TIMEOUT, null);

    assertThat(export(2).delivered()).isEqualTo(2);
    assertThat(backend.received.get(0).compressed()).isFalse();
    assertThat(backend.received.get(0).headers().contains("grpc-encoding")).isFalse();
  }

  @Test
  void namesTheMethodsOfAllSignals() {
    assertThat(OtlpSignal.METRICS.grpcPath())
        .isEqualTo("/opentelemetry.proto.collector.metrics.v1.MetricsService/Export");
    assertThat(OtlpSignal.LOGS.grpcPath())
        .isEqualTo("/opentelemetry.proto.collector.logs.v1.LogsService/Export");
  }

  @Test
  void repeatsWhatMayPassUntilItDoes() throws Exception {
    for (int status : new int[] {1, 4, 10, 11, 14, 15}) {
      backend.then(failure(status));
    }
    backend.then(http(503)).then(reset(Http2Error.INTERNAL_ERROR)).then(hangUp());

    assertThat(export(2)).isEqualTo(new ExportResult(2, 0, null));

    assertThat(meter.state().failedRequests())
        .containsOnlyKeys(
            "grpc_cancelled",
            "grpc_deadline_exceeded",
            "grpc_aborted",
            "grpc_out_of_range",
            "grpc_unavailable",
            "grpc_data_loss",
            "connection");
    assertThat(meter.state().failing()).isFalse();
    assertThat(logs.text())
        .contains("detail=\"status=CANCELLED: status 1\"")
        .containsOnlyOnce("export-recovered");
  }

  @Test
  void waitsAsLongAsTheBackEndAsks() throws Exception {
    backend
        .then(failure(8, "slow", TestRpcStatus.of(8, "slow", Duration.ofMillis(700))))
        .then(failure(14, "down", TestRpcStatus.of(14, "down", Duration.ofMillis(300))));

    assertThat(export(1)).isEqualTo(new ExportResult(1, 0, null));

    assertThat(millisBetween(0, 1)).isGreaterThanOrEqualTo(690);
    assertThat(millisBetween(1, 2)).isGreaterThanOrEqualTo(290);
  }

  @Test
  void givesUpWhatTheBackEndRefuses() throws Exception {
    Map<Integer, String> refusals =
        Map.of(
            2, "grpc_unknown",
            3, "grpc_invalid_argument",
            7, "grpc_permission_denied",
            8, "grpc_resource_exhausted",
            12, "grpc_unimplemented",
            13, "grpc_internal",
            16, "grpc_unauthenticated",
            77, "grpc_77");
    for (Map.Entry<Integer, String> refusal : refusals.entrySet()) {
      backend.then(failure(refusal.getKey()));
      assertThat(export(2)).isEqualTo(new ExportResult(0, 2, refusal.getValue()));
    }
    backend.then(http(404));
    assertThat(export(1)).isEqualTo(new ExportResult(0, 1, "grpc_unimplemented"));

    assertThat(backend.connections).hasValue(1);
    assertThat(meter.state().retries()).isZero();
  }

  @Test
  void countsThePartThatWasRefused() throws Exception {
    backend.then(
        success(
            ExportTraceServiceResponse.newBuilder()
                .setPartialSuccess(
                    ExportTracePartialSuccess.newBuilder()
                        .setRejectedSpans(2)
                        .setErrorMessage("two are bad"))
                .build()
                .toByteArray()));

    assertThat(export(5)).isEqualTo(new ExportResult(3, 2, "partial_success"));
    assertThat(logs.text()).contains("two are bad");
  }

  @Test
  void halvesWhatIsTooLarge() throws Exception {
    backend.takesAtMost(1);

    assertThat(export(4)).isEqualTo(new ExportResult(4, 0, null));
  }

  @Test
  void carriesBatchesSideBySideOnOneConnection() throws Exception {
    CompletableFuture<?>[] results = new CompletableFuture<?>[32];
    for (int i = 0; i < results.length; i++) {
      results[i] = exporter.export(TestSpans.batchOf(100));
    }
    CompletableFuture.allOf(results).get(30, TimeUnit.SECONDS);

    assertThat(meter.state().exportedSpans()).isEqualTo(3200);
    assertThat(backend.connections).hasValue(1);
  }

  @Test
  void takesANewConnectionAfterAFarewellWithoutAFailure() throws Exception {
    for (int i = 0; i < 3; i++) {
      backend.then(farewell());
      assertThat(export(1).delivered()).isEqualTo(1);
    }

    assertThat(export(1).delivered()).isEqualTo(1);
    assertThat(backend.connections).hasValue(4);
    assertThat(meter.state().failedRequests()).isEmpty();
  }

  @Test
  void callsAgainAtOnceWhenAKeptConnectionIsGone() throws Exception {
    export(1);
    backend.then(hangUp());
    assertThat(export(1).delivered()).isEqualTo(1);
    backend.then(reset(Http2Error.REFUSED_STREAM));
    assertThat(export(1).delivered()).isEqualTo(1);

    assertThat(backend.connections).hasValue(3);
    assertThat(meter.state().failedRequests()).isEmpty();
  }

  @Test
  void takesANewConnectionWhenThereIsNoAnswerInTime() throws Exception {
    export(1); // so that all classes are there
    use(backend.address(), Compression.GZIP, Duration.ofMillis(300), null);
    backend.then(silence());

    assertThat(export(1).delivered()).isEqualTo(1);

    assertThat(meter.state().failedRequests()).containsOnlyKeys("timeout");
    assertThat(backend.connections).hasValueGreaterThanOrEqualTo(3);
  }

  @Test
  void closingCancelsWhatIsUnderWay() {
    backend.then(silence());
    CompletableFuture<ExportResult> result = exporter.export(TestSpans.batchOf(1));
    Await.until("the call", () -> !backend.received.isEmpty());

    exporter.close();

    assertThat(result).isCancelled();
    assertThat(exporter.export(TestSpans.batchOf(1))).isCancelled();
  }

  @Test
  void tellsThatAPortIsNotForGrpc() {
    try (FakeBackend overHttp = new FakeBackend()) {
      use(overHttp.base(), Compression.GZIP, TIMEOUT, null);
      CompletableFuture<ExportResult> result = exporter.export(TestSpans.batchOf(1));

      Await.until("a failure", () -> meter.state().lastFailure() != null);
      assertThat(result).isNotDone();
      assertThat(meter.state().lastFailure().detail()).contains("not a port for gRPC");
    }
  }

  @Test
  void speaksTlsWithABackEndThatOffersHttp2(@TempDir Path directory) throws Exception {
    useTls(directory, "h2");

    assertThat(export(2).delivered()).isEqualTo(2);
    assertThat(backend.received.get(0).header(":scheme")).isEqualTo("https");
  }

  @Test
  void refusesTlsWithABackEndThatDoesNotOfferHttp2(@TempDir Path directory) throws Exception {
    useTls(directory);
    exporter.export(TestSpans.batchOf(2));

    Await.until("a failure", () -> meter.state().lastFailure() != null);
    assertThat(meter.state().lastFailure().detail()).contains("does not offer HTTP/2 by ALPN");
    assertThat(backend.received).isEmpty();
  }

  @Test
  void refusesABackEndItDoesNotTrust() throws Exception {
    backend.close();
    backend = new FakeGrpcBackend(TestPki.SERVER.serverContext(), "h2");
    use(backend.address(), Compression.GZIP, TIMEOUT, ClientTls.of(TlsFiles.NONE, logs.log));
    exporter.export(TestSpans.batchOf(2));

    Await.until("a failure", () -> meter.state().lastFailure() != null);
    assertThat(meter.state().lastFailure().detail()).contains("PKIX path building failed");
  }

  private void useTls(Path directory, String... protocols) throws Exception {
    backend.close();
    backend = new FakeGrpcBackend(TestPki.SERVER.serverContext(), protocols);
    Path trusted = TestPki.put(directory.resolve("ca.pem"), TestPki.SERVER.certificate());
    use(
        backend.address(),
        Compression.GZIP,
        TIMEOUT,
        ClientTls.of(new TlsFiles(trusted, null, null), logs.log));
  }

  private long millisBetween(int first, int second) {
    return TimeUnit.NANOSECONDS.toMillis(
        backend.received.get(second).nanos() - backend.received.get(first).nanos());
  }

  private ExportResult export(int spans) throws Exception {
    return exporter.export(TestSpans.batchOf(spans)).get(30, TimeUnit.SECONDS);
  }

  private void use(URI address, Compression compression, Duration timeout, ClientTls tls) {
    exporter.close();
    exporter = exporter(address, compression, timeout, tls);
  }

  private SignalExporter<SpanRecord> exporter(
      URI address, Compression compression, Duration timeout, ClientTls tls) {
    GrpcClient.Method method =
        new GrpcClient.Method(
            address,
            OtlpSignal.TRACES.grpcPath(),
            Map.of("X-Token", "secret"),
            compression == Compression.GZIP);
    return new OtlpExporter<>(
        OtlpSignal.TRACES,
        new OtlpGrpcTransport(new GrpcClient(threads, method, timeout, tls), compression),
        new RetryPolicy(Duration.ofMillis(10), Duration.ofMillis(40)),
        threads.scheduler(),
        meter);
  }
}
