package io.pillion.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.pillion.sidecar.config.ConfigLoader;
import io.pillion.sidecar.config.ListenAddress;
import io.pillion.sidecar.config.Problem;
import io.pillion.sidecar.config.SidecarConfig;
import io.pillion.sidecar.testing.Await;
import io.pillion.sidecar.testing.FakeBackend;
import io.pillion.sidecar.testing.FakeGrpcBackend;
import io.pillion.sidecar.testing.TestLogs;
import io.pillion.sidecar.testing.TestRequests;
import io.pillion.sidecar.testing.TestSpans;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class SidecarTest {
  private final TestLogs logs = new TestLogs();
  private final FakeCore.Factory factory = new FakeCore.Factory();

  @Test
  void servesPageProbesAndMetricsAndShowsWhatTheCoreFeeds() throws Exception {
    try (Sidecar sidecar = open(Map.of())) {
      assertThat(status(sidecar.healthAddress(), "/readyz")).isEqualTo(503);
      sidecar.start();
      factory.core.feed(TestSpans.batchOf(3));

      assertThat(status(sidecar.healthAddress(), "/readyz")).isEqualTo(200);
      assertThat(body(sidecar.adminAddress(), "/api/traces")).contains("GET /items");
      assertThat(body(sidecar.metricsAddress(), "/metrics"))
          .isNotEmpty()
          .contains("pillion_export_spans_total 3");
      assertThat(body(sidecar.adminAddress(), "/metrics")).contains("pillion_export_spans_total 3");
      assertThat(status(sidecar.metricsAddress(), "/api/traces")).isEqualTo(404);
      assertThat(status(sidecar.healthAddress(), "/api/traces")).isEqualTo(404);
    }
    assertThat(logs.text())
        .contains("event=listening listener=admin", "event=exporting endpoint=memory")
        .contains("event=ready ipc.dir=fake page=http://127.0.0.1:")
        .contains("event=stopped drained=true");
  }

  @Test
  void aScraperThatAsksForOpenMetricsGetsThem() throws Exception {
    try (Sidecar sidecar = open(Map.of())) {
      sidecar.start();
      HttpResponse<String> page =
          HttpClient.newHttpClient()
              .send(
                  HttpRequest.newBuilder(
                          URI.create("http://" + sidecar.metricsAddress() + "/metrics"))
                      .header("Accept", "application/openmetrics-text;q=0.8")
                      .header("Accept", "text/plain;q=0.5")
                      .build(),
                  HttpResponse.BodyHandlers.ofString());

      assertThat(page.headers().firstValue("content-type").orElseThrow())
          .startsWith("application/openmetrics-text");
      assertThat(page.body()).endsWith("# EOF\n");
    }
  }

  @Test
  void stopsInOrderAndWaitsForWhatIsUnderWay() throws Exception {
    try (FakeBackend backend = new FakeBackend()) {
      backend.then(FakeBackend.Answer.of(503)).then(FakeBackend.Answer.of(503));
      try (Sidecar sidecar =
          open(
              Map.of(
                  "PILLION_EXPORT_OTLP_ENDPOINT",
                  backend.base().toString(),
                  "PILLION_EXPORT_OTLP_RETRY_INITIAL_BACKOFF",
                  "50ms"))) {
        sidecar.start();
        factory.core.feed(TestSpans.batchOf(2));
      }
      assertThat(backend.received).hasSize(3);
    }
    assertThat(factory.core.calls).containsExactly("start", "drain", "close");
    assertThat(factory.core.underWay).allMatch(result -> result.join().delivered() == 2);
    assertThat(logs.text()).contains("drained=true");
  }

  @Test
  void exportsByGrpcWhenToldTo() throws Exception {
    try (FakeGrpcBackend backend = new FakeGrpcBackend();
        Sidecar sidecar =
            open(
                Map.of(
                    "OTEL_EXPORTER_OTLP_ENDPOINT",
                    backend.address().toString(),
                    "OTEL_EXPORTER_OTLP_PROTOCOL",
                    "grpc"))) {
      sidecar.start();
      factory.core.feed(TestSpans.batchOf(2));
      Await.until("the spans", () -> factory.core.underWay.stream().allMatch(f -> f.isDone()));

      assertThat(backend.received)
          .singleElement()
          .satisfies(received -> assertThat(received.spans()).isEqualTo(2));
    }
  }

  @Test
  void postsTheDurationsOfRequestsAtTheIntervalAndOnceMoreAtTheEnd() throws Exception {
    try (FakeBackend backend = new FakeBackend()) {
      Map<String, String> environment =
          Map.of(
              "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT",
              backend.base() + "/v1/metrics",
              "OTEL_METRIC_EXPORT_INTERVAL",
              "50");
      try (Sidecar sidecar = open(environment)) {
        sidecar.start();
        factory.core.durations.add(
            TestRequests.SESSION, TestRequests.SHOP, TestRequests.served(1, 1));
        Await.until("two posts", () -> backend.received.size() >= 2);
      }
      int atTheEnd = backend.received.size();
      Map<String, String> seldom = new HashMap<>(environment);
      seldom.put("OTEL_METRIC_EXPORT_INTERVAL", "3600000");
      try (Sidecar sidecar = open(seldom)) {
        sidecar.start();
        factory.core.durations.add(
            TestRequests.SESSION, TestRequests.SHOP, TestRequests.served(1, 1));
      }
      assertThat(backend.received).hasSize(atTheEnd + 1);
      assertThat(backend.received).allMatch(request -> request.path().equals("/v1/metrics"));
    }
  }

  @Test
  void givesUpWhatIsUnderWayAfterTheGracePeriod() throws Exception {
    URI nobody;
    try (FakeBackend backend = new FakeBackend()) {
      nobody = backend.base();
    }
    try (Sidecar sidecar =
        open(
            Map.of(
                "PILLION_EXPORT_OTLP_ENDPOINT",
                nobody.toString(),
                "PILLION_SHUTDOWN_GRACE_PERIOD",
                "100ms"))) {
      sidecar.start();
      factory.core.feed(TestSpans.batchOf(2));
      Await.until("a failed attempt", () -> logs.text().contains("event=export-failing"));
    }
    assertThat(factory.core.underWay).allMatch(result -> result.isCancelled());
    assertThat(logs.text()).contains("drained=false");
  }

  @Test
  void tellsEveryProblemAndLeavesNothingOpen() throws Exception {
    factory.problems.add(new Problem("policies/a.yaml", 3, 1, "unknown field: x"));
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket takenToo = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String one = "127.0.0.1:" + taken.getLocalPort();
      String two = "127.0.0.1:" + takenToo.getLocalPort();

      StartupException e =
          catchThrowableOfType(
              StartupException.class,
              () -> open(Map.of("PILLION_ADMIN_ADDRESS", one, "PILLION_METRICS_ADDRESS", two)));

      assertThat(e.problems())
          .extracting(Problem::toString)
          .containsExactly(
              "policies/a.yaml:3:1: unknown field: x",
              "environment: address already in use: admin.address="
                  + one
                  + "; choose another address, or stop the process that has it",
              "environment: address already in use: metrics.address="
                  + two
                  + "; choose another address, or stop the process that has it");
    }
    assertThat(factory.core.calls).containsExactly("close");
  }

  @Test
  void tellsOnceOfACertificateFileThatCannotBeUsed() {
    StartupException e =
        catchThrowableOfType(
            StartupException.class,
            () ->
                open(
                    Map.of(
                        "OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector:4318",
                        "OTEL_EXPORTER_OTLP_CERTIFICATE", "/no/such/ca.pem")));

    assertThat(e.problems())
        .singleElement()
        .hasToString(
            "environment: export.otlp.certificate: file=/no/such/ca.pem: no such file; check the"
                + " path");
  }

  @Test
  void readsNoCertificateFileForPlainHttp() throws Exception {
    open(Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4318",
            "OTEL_EXPORTER_OTLP_CERTIFICATE", "/no/such/ca.pem"))
        .close();
    assertThat(logs.text()).contains("event=stopped");
  }

  @Test
  void saysWhyAnAddressCannotBeHad() {
    StartupException e =
        catchThrowableOfType(
            StartupException.class,
            () -> open(Map.of("PILLION_HEALTH_ADDRESS", "no-such-host.invalid:1")));

    assertThat(e.problems())
        .singleElement()
        .asString()
        .contains("cannot listen", "health.address=no-such-host.invalid:1");
  }

  private Sidecar open(Map<String, String> environment) throws StartupException {
    Map<String, String> all = new HashMap<>();
    all.put("PILLION_ADMIN_ADDRESS", "127.0.0.1:0");
    all.put("PILLION_HEALTH_ADDRESS", "127.0.0.1:0");
    all.put("PILLION_METRICS_ADDRESS", "127.0.0.1:0");
    all.putAll(environment);
    ConfigLoader.Loaded loaded = ConfigLoader.load(null, all);
    assertThat(loaded.problems()).isEmpty();
    SidecarConfig config = loaded.config();
    return Sidecar.open(config, factory, logs.log, "1.2.3");
  }

  private static int status(ListenAddress address, String path) throws Exception {
    return get(address, path).statusCode();
  }

  private static String body(ListenAddress address, String path) throws Exception {
    return get(address, path).body();
  }

  private static HttpResponse<String> get(ListenAddress address, String path)
      throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://" + address + path)).build(),
            HttpResponse.BodyHandlers.ofString());
  }
}
