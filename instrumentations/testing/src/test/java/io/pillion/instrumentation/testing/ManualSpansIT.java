package io.pillion.instrumentation.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import examples.pillion.demo.Jdk;
import examples.pillion.demo.Jdks;
import examples.pillion.demo.ReceivedSpan;
import examples.pillion.demo.TraceIds;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Spans that an application makes itself by the OpenTelemetry API, without an SDK and with one. */
@ExtendWith(LabExtension.class)
@Timeout(300)
class ManualSpansIT {
  private static final AppSource APP = AppSource.of("ManualSpansApp", "manual-spans");
  private static final AppSource OLDEST = APP.with("otel-api-oldest");
  private static final AppSource NEWEST = APP.with("otel-api-newest");
  private static final AppSource ANNOTATED =
      AppSource.of("WithSpanApp", "with-span").with("otel-annotations");
  private static final AppSource OWN_SDK =
      AppSource.of("ManualSpansSdkApp", "manual-spans-sdk")
          .and("manual-spans")
          .with("otel-sdk-newest");

  @TestFactory
  Stream<DynamicTest> applicationsSpansAreExportedWithOurs(Lab lab) throws IOException {
    return Jdks.all().stream()
        .flatMap(
            jdk ->
                Stream.of(OLDEST, NEWEST)
                    .map(
                        app ->
                            DynamicTest.dynamicTest(
                                app.id() + " on " + jdk, () -> exported(lab, app, jdk))));
  }

  private static void exported(Lab lab, AppSource source, Jdk jdk) throws IOException {
    try (RunningApp app = lab.start(source, jdk, AgentUnderTest.PILLION)) {
      String id = TraceIds.span();
      Map<String, String> said = work(app, id);
      Map<String, ReceivedSpan> spans = spans(app, id, 5);
      ReceivedSpan server = spans.get("SERVER");
      ReceivedSpan work = spans.get("worked");

      assertThat(said)
          .containsEntry("server", server.key().spanId())
          .containsEntry("remote", "false")
          .containsEntry("tenant", "blue")
          .containsEntry("recording", "true")
          .containsEntry("same", "true")
          .containsEntry("current", "true")
          .containsEntry("key", "mine")
          .containsEntry("thread-key", "mine")
          .containsEntry("key-after", "null")
          .containsEntry("restored", "true")
          .containsEntry("ended", "false")
          .containsEntry("root", "false");

      assertThat(server.attributes()).containsEntry("app.count", "7");
      assertThat(server.events()).containsExactly("seen{}");

      assertThat(work.parentSpanId()).isEqualTo(server.key().spanId());
      assertThat(work.key().traceId()).isEqualTo(server.key().traceId());
      assertThat(work.kind()).isEqualTo("PRODUCER");
      assertThat(work.scope()).isEqualTo("shop@1.2");
      assertThat(work.status()).isEqualTo("ERROR: no paper");
      assertThat(work.attributes())
          .isEqualTo(
              Map.of(
                  "app.id", id,
                  "numbers", "[1,2]",
                  "words", "[a,b]",
                  "ratio", "0.5",
                  "truth", "true"));
      assertThat(work.events().get(0)).isEqualTo("weighed{kg=1.5}");
      assertThat(work.exceptions()).containsExactly("java.lang.IllegalStateException: no paper");
      assertThat(work.links()).containsExactly("00000000000004d2{why=batch}");

      ReceivedSpan call =
          app.await(
                  1,
                  "client span",
                  span ->
                      span.parentSpanId().equals(work.key().spanId())
                          && span.kind().equals("CLIENT"))
              .get(0);
      Headers headers = app.childCall(id);
      assertThat(headers.getFirst("traceparent"))
          .contains(work.key().traceId())
          .contains(call.key().spanId());
      assertThat(headers.getFirst("baggage").split(","))
          .containsExactlyInAnyOrder("tenant=blue", "step=1");
      assertThat(spans.get("in-thread").parentSpanId()).isEqualTo(work.key().spanId());

      ReceivedSpan root = spans.get("root");
      assertThat(root.parentSpanId()).isEmpty();
      assertThat(root.startEpochNanos()).isEqualTo(1_700_000_000_000_000_000L);
      assertThat(root.endEpochNanos()).isEqualTo(1_700_000_000_250_000_000L);
      assertThat(spans.get("remote-child").parentSpanId()).isEqualTo("00000000000004d2");
      assertThat(spans.get("remote-child").key().traceId())
          .isEqualTo("12345678901234567890123456789012");
      assertThat(app.send(marked("/propagate")).body()).isEqualTo("true tenant=blue true");
      assertThat(app.send(RawRequest.get("/failures")).body()).isEqualTo("0");
      assertThat(spans(app, id, 5)).doesNotContainKey("forgotten");
    }
  }

  @Test
  void annotatedMethodsHaveSpans(Lab lab) throws IOException {
    for (Jdk jdk : Jdks.all()) {
      try (RunningApp app = lab.start(ANNOTATED, jdk, AgentUnderTest.PILLION);
          RunningApp plain = lab.start(ANNOTATED, jdk, AgentUnderTest.NONE)) {
        String body = app.send(RawRequest.get("/work")).body();
        assertThat(body).isEqualTo(plain.send(RawRequest.get("/work")).body());
        Map<String, ReceivedSpan> spans =
            app.await(5, "spans of methods", span -> true).stream()
                .collect(Collectors.toMap(ReceivedSpan::name, Function.identity()));
        ReceivedSpan server = spans.get("GET /work");
        ReceivedSpan outer = spans.get("WithSpanApp.outer");
        assertThat(outer.parentSpanId()).isEqualTo(server.key().spanId());
        assertThat(outer.attributes())
            .containsEntry("who", "me")
            .containsEntry("count", "3")
            .containsEntry("code.function", "outer")
            .containsEntry("code.namespace", "apps.WithSpanApp")
            .hasSize(4);
        ReceivedSpan failing = spans.get("failing");
        assertThat(failing.parentSpanId()).isEqualTo(outer.key().spanId());
        assertThat(failing.kind()).isEqualTo("CLIENT");
        assertThat(failing.exceptions()).containsExactly("java.io.IOException: no paper");
        assertThat(failing.status()).isEqualTo("ERROR");
        assertThat(spans.get("WithSpanApp.later").endEpochNanos())
            .isGreaterThan(outer.endEpochNanos());
        assertThat(spans.get("alone").parentSpanId()).isEmpty();
        assertThat(app.send(RawRequest.get("/failures")).body()).isEqualTo("0");
      }
    }
  }

  @Test
  void withoutAnAgentTheApiDoesNothing(Lab lab) throws IOException {
    try (RunningApp app = lab.start(NEWEST, Jdk.current(), AgentUnderTest.NONE)) {
      String id = TraceIds.span();
      assertThat(work(app, id))
          .containsEntry("server", "0000000000000000")
          .containsEntry("recording", "false")
          .containsEntry("key", "mine")
          .containsEntry("thread-key", "mine");
      assertThat(app.childCall(id).getFirst("traceparent")).isNull();
    }
  }

  @Test
  void applicationsOwnSdkIsLeftAlone(Lab lab) throws IOException {
    for (Jdk jdk : Jdks.all()) {
      try (RunningApp plain = lab.start(OWN_SDK, jdk, AgentUnderTest.NONE);
          RunningApp traced = lab.start(OWN_SDK, jdk, AgentUnderTest.PILLION)) {
        String id = TraceIds.span();
        Map<String, String> expected = work(plain, TraceIds.span());
        Map<String, String> said = work(traced, id);
        assertThat(said).isEqualTo(expected).containsEntry("server", "0000000000000000");
        assertThat(own(traced)).isEqualTo(own(plain)).contains("own worked false");
        traced.await(1, "server span", span -> span.kind().equals("SERVER"));
        assertThat(traced.send(RawRequest.get("/failures")).body()).isEqualTo("0");
        assertThat(traced.now(span -> span.scope().startsWith("shop"))).isEmpty();
      }
    }
  }

  private static List<String> own(RunningApp app) {
    return app.process().stdout().lines().filter(line -> line.startsWith("own ")).toList();
  }

  private static RawRequest marked(String target) {
    return RawRequest.get(target).header("baggage", "tenant=blue");
  }

  private static Map<String, String> work(RunningApp app, String id) {
    RawResponse response = app.send(marked("/work?id=" + id));
    assertThat(response.status()).isEqualTo(200);
    assertThat(response.body()).doesNotContain("failed ");
    return response
        .body()
        .lines()
        .map(line -> line.split("=", 2))
        .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
  }

  /** The spans with that id by name; that of the request by its kind. */
  private static Map<String, ReceivedSpan> spans(RunningApp app, String id, int count) {
    return app
        .await(count, "spans of " + id, span -> id.equals(span.attributes().get("app.id")))
        .stream()
        .collect(
            Collectors.toMap(
                span -> span.kind().equals("SERVER") ? "SERVER" : span.name(),
                Function.identity()));
  }
}
