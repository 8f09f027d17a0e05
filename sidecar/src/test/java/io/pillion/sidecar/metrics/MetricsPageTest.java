package io.pillion.sidecar.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.wire.MetricRecord;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.sidecar.admin.AdminRoutes;
import io.pillion.sidecar.config.ConfigLoader;
import io.pillion.sidecar.export.Batch;
import io.pillion.sidecar.export.ExportMeter;
import io.pillion.sidecar.export.MemoryExporter;
import io.pillion.sidecar.export.MetricStore;
import io.pillion.sidecar.export.TraceStore;
import io.pillion.sidecar.ingest.RefusedSession;
import io.pillion.sidecar.net.HttpCall;
import io.pillion.sidecar.net.HttpReply;
import io.pillion.sidecar.red.RequestDurations;
import io.pillion.sidecar.testing.FakeState;
import io.pillion.sidecar.testing.TestLogs;
import io.pillion.sidecar.testing.TestMetrics;
import io.pillion.sidecar.testing.TestRequests;
import io.pillion.sidecar.testing.TestSpans;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class MetricsPageTest {
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-z_]+)(\\{[a-z_]+=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\""
              + "(?:,[a-z_]+=\"(?:[^\"\\\\\n]|\\\\[\\\\\"n])*\")*})? (-?[0-9][0-9.E+-]*)");

  private final FakeState state = new FakeState();
  private final MetricStore metrics = new MetricStore();
  private final RequestDurations durations = TestSpans.durations();
  private final ExportMeter meter = new ExportMeter(new TestLogs().log, Clock.systemUTC());
  private final MetricsPage page =
      new MetricsPage(
          new AdminRoutes.Subject(
              "1.2.3",
              ConfigLoader.load(null, Map.of()).config(),
              state,
              new TraceStore(1 << 20),
              metrics,
              meter),
          durations,
          1000);

  @Test
  void sumsSessionsByService() {
    state.sessions.add(FakeState.session("a", "shop", 100));
    state.sessions.add(FakeState.session("b", "shop", 50));
    state.sessions.add(FakeState.session("c", "inventory", 10));
    state.reasons = Map.of(Decision.Reason.DENY_MATCHED, 3L);

    assertThat(scrape())
        .contains(
            "pillion_records_written_total{service=\"shop\"} 150\n",
            "pillion_records_written_total{service=\"inventory\"} 10\n",
            "pillion_records_dropped_total{service=\"shop\",reason=\"ring_full\"} 6\n",
            "pillion_records_discarded_total{service=\"shop\",reason=\"http_400\"} 4\n",
            "pillion_decisions_total{service=\"shop\",source=\"cache\",outcome=\"allow\"} 80\n",
            "pillion_decision_reasons_total{reason=\"deny_matched\"} 3\n",
            "pillion_sessions{service=\"shop\"} 2\n",
            "pillion_queue_records{service=\"shop\"} 4\n",
            "pillion_queue_oldest_unsent_age_seconds{service=\"shop\"} 1.5\n");
  }

  @Test
  void countsRefusedSessions() {
    assertThat(scrape()).contains("pillion_sessions_refused{reason=\"other_version\"} 0\n");
    state.refused.add(new RefusedSession("a", true, "layout=2.0"));
    state.refused.add(new RefusedSession("b", false, "no magic"));
    state.refused.add(new RefusedSession("c", true, "layout=3.0"));

    assertThat(scrape())
        .contains("pillion_sessions_refused{reason=\"other_version\"} 2\n")
        .contains("pillion_sessions_refused{reason=\"unreadable\"} 1\n");
  }

  @Test
  void countersDoNotFallWhenASessionGoes() {
    state.sessions.add(FakeState.session("a", "shop", 100));
    state.sessions.add(FakeState.session("b", "shop", 50));
    scrape();
    state.sessions.remove(0);

    assertThat(scrape())
        .contains("pillion_records_written_total{service=\"shop\"} 150\n")
        .contains("pillion_sessions{service=\"shop\"} 1\n");
    assertThat(scrape()).contains("pillion_records_written_total{service=\"shop\"} 150\n");
  }

  @Test
  void aSumStaysAtTheTopAndDoesNotTurnOver() {
    state.sessions.add(FakeState.session("a", "shop", Long.MAX_VALUE - 3));
    state.sessions.add(FakeState.session("b", "shop", 50));

    assertThat(scrape())
        .contains("pillion_records_written_total{service=\"shop\"} " + Long.MAX_VALUE + "\n")
        .doesNotContain("} -");
  }

  @Test
  void servicesBeyondTheBoundShareALabel() {
    for (int i = 0; i < ServiceTotals.MAX_SERVICES + 5; i++) {
      state.sessions.add(FakeState.session("id" + i, "service-" + i, 10));
    }

    assertThat(scrape()).contains("pillion_records_written_total{service=\"other\"} 50\n");
  }

  @Test
  void showsTheMetricsOfLivingApplicationsAsOpenTelemetrysExporterNamesThem() {
    state.sessions.add(FakeState.session("a", "shop", 1));
    TestMetrics.store(
        metrics,
        "a",
        TestMetrics.of(MetricRecord.Kind.UP_DOWN_COUNTER, "jvm.memory.used", "By", 7L),
        TestMetrics.of(MetricRecord.Kind.COUNTER, "jvm.cpu.time", "s", 1.5),
        TestMetrics.of(MetricRecord.Kind.GAUGE, "jvm.cpu.recent_utilization", "1", 0.25),
        TestMetrics.of(
            MetricRecord.Kind.HISTOGRAM,
            "jvm.gc.duration",
            "s",
            new MetricRecord.Distribution(3, 0.5, 0.001, 0.4, List.of(1L, 2L))));
    TestMetrics.store(
        metrics, "gone", TestMetrics.of(MetricRecord.Kind.GAUGE, "of.the.dead", "1", 1L));

    String labels = "{service=\"shop\",instance=\"a\",jvm_memory_type=\"heap\"";
    assertThat(scrape())
        .contains("# TYPE jvm_memory_used_bytes gauge\njvm_memory_used_bytes" + labels + "} 7\n")
        .contains("# TYPE jvm_cpu_time_seconds_total counter\n")
        .contains("jvm_cpu_time_seconds_total" + labels + "} 1.5\n")
        .contains("jvm_cpu_recent_utilization_ratio" + labels + "} 0.25\n")
        .contains("jvm_gc_duration_seconds_bucket" + labels + ",le=\"0.1\"} 1\n")
        .contains("jvm_gc_duration_seconds_bucket" + labels + ",le=\"+Inf\"} 3\n")
        .contains("jvm_gc_duration_seconds_sum" + labels + "} 0.5\n")
        .doesNotContain("of_the_dead");
  }

  @Test
  void showsTheDurationsOfRequestsAndNotThoseThatAnApplicationMeasures() {
    state.sessions.add(FakeState.session("a", "shop", 1));
    TestMetrics.store(
        metrics,
        "a",
        TestMetrics.of(
            MetricRecord.Kind.HISTOGRAM,
            "http.server.request.duration",
            "s",
            new MetricRecord.Distribution(9, 0.5, 0.001, 0.4, List.of(1L, 8L))));
    assertThat(scrape()).contains("http_server_request_duration_seconds_count{");
    durations.add(
        TestRequests.SESSION,
        TestRequests.SHOP,
        TestRequests.served(
            1, 30_000_000, "http.request.method", "GET", "http.response.status_code", 200L));
    durations.add(
        TestRequests.SESSION, TestRequests.SHOP, TestRequests.sent(2, 1, "server.port", 80L));

    String labels =
        "{service=\"shop\",instance=\"one\",http_request_method=\"GET\","
            + "http_response_status_code=\"200\"";
    String name = "http_server_request_duration_seconds";
    assertThat(scrape())
        .containsOnlyOnce("# TYPE " + name + " histogram\n")
        .contains(name + "_bucket" + labels + ",le=\"0.025\"} 0\n")
        .contains(name + "_bucket" + labels + ",le=\"0.05\"} 1\n")
        .contains(name + "_bucket" + labels + ",le=\"10\"} 1\n")
        .contains(name + "_bucket" + labels + ",le=\"+Inf\"} 1\n")
        .contains(name + "_sum" + labels + "} 0.03\n")
        .contains(name + "_count" + labels + "} 1\n")
        .contains("http_client_request_duration_seconds_count{service=\"shop\",instance=\"one\",")
        .contains("pillion_durations_uncounted_total 0\n")
        .doesNotContain(name + "_count{service=\"shop\",instance=\"a\"");
  }

  @Test
  void ofTwoProcessesOfOneNameTheNewerIsShown() {
    for (String host : List.of("old", "new")) {
      durations.add(
          host,
          Map.of("service.name", "shop", "service.instance.id", "one", "host.name", host),
          TestRequests.served(1, host.equals("old") ? 1 : 20_000_000_000L));
    }

    assertThat(scrape())
        .containsOnlyOnce("http_server_request_duration_seconds_count{")
        .contains(
            "http_server_request_duration_seconds_sum{service=\"shop\",instance=\"one\"} 20\n");
  }

  @Test
  void whoAsksForOpenMetricsGetsThemWithExemplars() {
    durations.add(TestRequests.SESSION, TestRequests.SHOP, TestRequests.sampled(7, 30_000_000));
    durations.add(TestRequests.SESSION, TestRequests.SHOP, TestRequests.served(8, 1_000_000_000));
    HttpReply reply =
        page.answer(
            new HttpCall(
                "GET",
                "/metrics",
                Map.of(),
                null,
                "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;q=0.4"));

    assertThat(reply.contentType())
        .isEqualTo("application/openmetrics-text; version=1.0.0; charset=utf-8");
    String text = new String(reply.body(), StandardCharsets.UTF_8);
    String bucket =
        "http_server_request_duration_seconds_bucket{service=\"shop\",instance=\"one\",le=";
    assertThat(text)
        .contains(
            bucket
                + "\"0.05\"} 1 # {trace_id=\"000000000000000a000000000000000b\","
                + "span_id=\"0000000000000007\"} 0.03 1700000000.030000000\n")
        .contains(bucket + "\"1.0\"} 2\n")
        .contains("# TYPE pillion_export_spans counter\npillion_export_spans_total 0\n")
        .endsWith("\n# EOF\n");
    for (String line : text.split("\n", -1)) {
      if (line.startsWith("# TYPE ") && line.endsWith(" counter")) {
        assertThat(line.split(" ", -1)[2]).doesNotEndWith("_total");
      }
    }
    assertThat(scrape()).doesNotContain("# EOF", "trace_id");
  }

  @Test
  void theFormatIsTheOneThatTheScraperLikesBest() {
    assertThat(AcceptedFormat.isOpenMetrics(null)).isFalse();
    assertThat(AcceptedFormat.isOpenMetrics("*/*")).isFalse();
    assertThat(AcceptedFormat.isOpenMetrics("text/plain;version=0.0.4")).isFalse();
    assertThat(AcceptedFormat.isOpenMetrics("application/openmetrics-text; version=1.0.0"))
        .isTrue();
    assertThat(AcceptedFormat.isOpenMetrics("Application/OpenMetrics-Text;q=0.5, text/plain"))
        .isFalse();
    assertThat(AcceptedFormat.isOpenMetrics("application/openmetrics-text;q=0")).isFalse();
    assertThat(
            AcceptedFormat.isOpenMetrics(
                "application/vnd.google.protobuf;q=0.7,application/openmetrics-text;q=0.6,"
                    + "text/plain;q=0.5,*/*;q=0.1"))
        .isTrue();
  }

  @Test
  void noSeriesAndNoLabelComesTwiceWhateverApplicationsCallThemselves() {
    state.sessions.add(FakeState.session("a", "shop", 1));
    state.sessions.add(FakeState.session("b", "shop", 1));
    for (String session : List.of("a", "b")) {
      metrics.add(
          new Batch<>(
              List.of(
                  new Batch.Group<>(
                      session,
                      Map.of("service.name", "shop", "service.instance.id", "same"),
                      List.of(
                          TestMetrics.gauge(
                              "depth", "a.b", "1", "a_b", "2", "service", "me", "le", "3", "k",
                              session),
                          TestMetrics.gauge("width", "k", "same"))))));
    }

    assertThat(scrape())
        .contains("depth{service=\"shop\",instance=\"same\",a_b=\"1\",_le=\"3\",k=\"a\"} 1\n")
        .contains("depth{service=\"shop\",instance=\"same\",a_b=\"1\",_le=\"3\",k=\"b\"} 1\n")
        .containsOnlyOnce("width{service=\"shop\",instance=\"same\",k=\"same\"} 1\n");
  }

  @Test
  void countsExports() {
    try (MemoryExporter<SpanRecord> exporter = new MemoryExporter<>(meter)) {
      assertThat(exporter.export(TestSpans.batchOf(7))).isDone();
    }

    assertThat(scrape())
        .contains("pillion_export_spans_total 7\n")
        .contains("pillion_export_request_duration_seconds_bucket{le=\"+Inf\"} 0\n")
        .contains("pillion_export_request_duration_seconds_bucket{le=\"0.0025\"} 0\n");
  }

  @Test
  void isValidTextWhateverNamesHold() {
    state.sessions.add(FakeState.session("a", "we\"ird\\na\nme}", 100));
    Set<String> families = new HashSet<>();
    String family = "";
    for (String line : scrape().split("\n", -1)) {
      if (line.startsWith("# TYPE ")) {
        family = line.substring("# TYPE ".length(), line.lastIndexOf(' '));
        assertThat(families.add(family)).as("one family once: %s", family).isTrue();
      } else if (!line.startsWith("# HELP ") && !line.isEmpty()) {
        Matcher sample = SAMPLE.matcher(line);
        assertThat(sample.matches()).as(line).isTrue();
        assertThat(sample.group(1)).startsWith(family);
      }
    }
    assertThat(families).hasSizeGreaterThan(30);
    assertThat(families).contains("process_resident_memory_bytes", "pillion_build_info");
  }

  private String scrape() {
    HttpReply reply = page.answer(new HttpCall("GET", "/metrics", Map.of(), null));
    assertThat(reply.contentType()).contains("version=0.0.4");
    return new String(reply.body(), StandardCharsets.UTF_8);
  }
}
