package io.pillion.sidecar.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.sidecar.config.ConfigLoader;
import io.pillion.sidecar.config.Problem;
import io.pillion.sidecar.config.SidecarConfig;
import io.pillion.sidecar.export.ExportMeter;
import io.pillion.sidecar.export.MetricStore;
import io.pillion.sidecar.export.TraceStore;
import io.pillion.sidecar.ingest.RefusedSession;
import io.pillion.sidecar.net.HttpCall;
import io.pillion.sidecar.net.HttpHandler;
import io.pillion.sidecar.net.HttpReply;
import io.pillion.sidecar.testing.FakeState;
import io.pillion.sidecar.testing.TestLogs;
import io.pillion.sidecar.testing.TestSpans;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class AdminRoutesTest {
  private static final String HOSTILE = "<script>alert(1)</script>\"'&\n\u2028";

  private final FakeState state = new FakeState();
  private final TraceStore store = new TraceStore(1 << 20);
  private final SidecarConfig config =
      ConfigLoader.load(
              null,
              Map.of(
                  "PILLION_EXPORT_OTLP_ENDPOINT", "http://collector:4318",
                  "PILLION_EXPORT_OTLP_HEADERS", "x-token=secret-1"))
          .config();
  private final HttpHandler routes =
      AdminRoutes.of(
          new AdminRoutes.Subject(
              "1.2.3",
              config,
              state,
              store,
              new MetricStore(),
              new ExportMeter(new TestLogs().log, Clock.systemUTC())),
          call -> HttpReply.text(200, "metrics"));

  @Test
  void servesThePageAlsoForADeepLink() {
    assertThat(body("/")).startsWith("<!doctype html>").doesNotContain("http://", "https://");
    assertThat(body("/traces/01020304050607080000000000000007")).isEqualTo(body("/"));
    assertThat(body("/assets/pillion.js"))
        .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
    assertThat(get("/assets/pillion.css").contentType()).startsWith("text/css");
    assertThat(body("/metrics")).isEqualTo("metrics\n");
  }

  @Test
  void everyAnswerForbidsForeignContent() {
    for (String path : List.of("/", "/api/status", "/nothing", "/assets/pillion.js")) {
      assertThat(get(path).headers())
          .containsEntry("X-Content-Type-Options", "nosniff")
          .containsEntry("Cache-Control", "no-store")
          .hasEntrySatisfying(
              "Content-Security-Policy",
              policy ->
                  assertThat(policy).contains("default-src 'none'", "frame-ancestors 'none'"));
    }
  }

  @Test
  void refusesOtherNamesThanLoopback() {
    for (String host :
        new String[] {
          null,
          "",
          "evil.example",
          "evil.example:7420",
          "localhost.evil.example",
          "127.0.0.1.evil.example",
          "10.0.0.1:7420",
          "[::2]"
        }) {
      assertThat(get("/", host).status()).as(String.valueOf(host)).isEqualTo(403);
      assertThat(get("/api/traces", host).status()).as(String.valueOf(host)).isEqualTo(403);
    }
    for (String host :
        List.of("localhost", "LOCALHOST:1", "127.0.0.1:7420", "127.8.8.8", "[::1]:7420")) {
      assertThat(get("/", host).status()).as(host).isEqualTo(200);
    }
  }

  @Test
  void isForReadingOnly() {
    HttpReply reply = routes.answer(new HttpCall("POST", "/api/status", Map.of(), "localhost"));

    assertThat(reply.status()).isEqualTo(405);
    assertThat(reply.headers()).containsEntry("Allow", "GET, HEAD");
  }

  @Test
  void listsTracesUpToTheLimit() throws IOException {
    for (int i = 1; i <= 60; i++) {
      store.add(TestSpans.batch("shop", TestSpans.span(i, i, 0)));
    }

    assertThat(occurrences(body("/api/traces"), "\"id\":")).isEqualTo(50);
    HttpReply two =
        routes.answer(new HttpCall("GET", "/api/traces", Map.of("limit", "2"), "localhost"));
    assertThat(occurrences(new String(two.body(), StandardCharsets.UTF_8), "\"id\":")).isEqualTo(2);
    HttpReply odd =
        routes.answer(new HttpCall("GET", "/api/traces", Map.of("limit", "x"), "localhost"));
    assertThat(occurrences(new String(odd.body(), StandardCharsets.UTF_8), "\"id\":"))
        .isEqualTo(50);
    assertIsJson("/api/traces");
  }

  @Test
  void showsOneTraceWithWhateverItsSpansHold() throws IOException {
    SpanRecord record =
        new SpanRecord(
            1,
            1,
            2,
            3,
            4,
            1,
            SpanRecord.Kind.SERVER,
            SpanRecord.Status.ERROR,
            HOSTILE,
            1_700_000_000_123_456_789L,
            1_700_000_000_123_456_790L,
            HOSTILE,
            "scope",
            "a=b",
            List.of(
                new SpanRecord.Attribute(HOSTILE, HOSTILE),
                new SpanRecord.Attribute("n", Long.MAX_VALUE),
                new SpanRecord.Attribute("d", Double.NaN),
                new SpanRecord.Attribute("e", 1.5),
                new SpanRecord.Attribute("b", true),
                new SpanRecord.Attribute("l", List.of("x", HOSTILE))),
            List.of(new SpanRecord.Event(5, HOSTILE, List.of())));
    store.add(TestSpans.batch(HOSTILE, record));

    String json = body("/api/traces/00000000000000010000000000000002");

    assertThat(json)
        .contains("\"startUnixNano\":\"1700000000123456789\"")
        .contains("\"parentSpanId\":\"0000000000000004\"")
        .contains("\"n\":\"9223372036854775807\"", "\"d\":\"NaN\"", "\"e\":1.5", "\"b\":true");
    assertIsJson("/api/traces/00000000000000010000000000000002");
    assertThat(get("/api/traces/00000000000000010000000000000002").contentType())
        .isEqualTo("application/json");
    assertThat(get("/api/traces/00000000000000010000000000000003").status()).isEqualTo(404);
    assertThat(get("/api/traces/%00../").status()).isEqualTo(404);
  }

  @Test
  void showsSessionsAndDecisions() throws IOException {
    state.sessions.add(FakeState.session("aa", "shop", 100));
    state.decisions.add(FakeState.denied("/admin"));

    assertThat(body("/api/sessions"))
        .contains("\"service\":\"shop\"", "\"dropped\":{\"ring_full\":3}", "\"depth\":2");
    assertThat(body("/api/decisions"))
        .contains(
            "\"allowed\":false",
            "\"reason\":\"deny_matched\"",
            "\"policy\":\"default/no-admin\"",
            "\"path\":\"/admin\"",
            "\"traceId\":\"01020304050607080000000000000007\"");
    assertIsJson("/api/sessions");
    assertIsJson("/api/decisions");
  }

  @Test
  void showsItsOwnStateWithoutSecrets() throws IOException {
    state.policy =
        new PolicyStatus(
            true, true, "ab12", 2, 1000, 1, 1, List.of(new Problem("p.yaml", 3, 1, "bad")));
    state.refused.add(new RefusedSession("f00d", true, "layout=2.0"));

    assertThat(body("/api/status"))
        .contains("\"version\":\"1.2.3\"", "\"revision\":\"ab12\"", "p.yaml:3:1: bad")
        .contains("{\"id\":\"f00d\",\"otherVersion\":true,\"cause\":\"layout=2.0\"}")
        .contains("http://collector:4318/v1/traces", "x-token=***")
        .contains("environment PILLION_EXPORT_OTLP_ENDPOINT")
        .doesNotContain("secret-1");
    assertIsJson("/api/status");
  }

  private static int occurrences(String text, String part) {
    return (text.length() - text.replace(part, "").length()) / part.length();
  }

  private void assertIsJson(String path) throws IOException {
    try (JsonParser parser = new JsonFactory().createParser(get(path).body())) {
      while (parser.nextToken() != null) {
        assertThat(parser.currentToken()).isNotNull();
      }
    }
  }

  private String body(String path) {
    HttpReply reply = get(path);
    assertThat(reply.status()).isEqualTo(200);
    return new String(reply.body(), StandardCharsets.UTF_8);
  }

  private HttpReply get(String path) {
    return get(path, "localhost:7420");
  }

  private HttpReply get(String path, String host) {
    return routes.answer(new HttpCall("GET", path, Map.of(), host));
  }
}
