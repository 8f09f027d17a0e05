package io.pillion.instrumentation.testing;

import static org.assertj.core.api.Assertions.assertThat;

import examples.pillion.demo.Jdk;
import examples.pillion.demo.Jdks;
import examples.pillion.demo.ReceivedSpan;
import examples.pillion.demo.TraceIds;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** A service that calls itself by HTTP/2: many streams of one connection, each with its trace. */
@ExtendWith(LabExtension.class)
@Timeout(300)
class Http2IT {
  private static final AppSource APP = AppSource.of("Http2App", "http2");
  private static final int STREAMS = 20;

  @TestFactory
  List<DynamicTest> streams(Lab lab) throws IOException {
    List<Jdk> jdks = Jdks.all();
    return List.of(
        on(lab, APP.with("webflux-5.3"), jdks.get(0)),
        on(lab, APP.with("webflux-7.0"), jdks.get(jdks.size() - 1)));
  }

  private static DynamicTest on(Lab lab, AppSource source, Jdk jdk) {
    return DynamicTest.dynamicTest(
        source.id() + " on " + jdk,
        () -> {
          try (RunningApp app = lab.start(source, jdk, AgentUnderTest.PILLION)) {
            eachStreamHasItsOwnTrace(app);
            deniedAndFailedStreams(app);
            eachStreamHasItsOwnTrace(app);
          }
        });
  }

  private static void eachStreamHasItsOwnTrace(RunningApp app) {
    List<String> ids = IntStream.range(0, STREAMS).mapToObj(i -> TraceIds.span()).sorted().toList();
    String trace = TraceIds.trace();
    RawResponse response = call(app, "/calls/inner?ids=" + String.join(",", ids), trace);
    assertThat(response.body())
        .isEqualTo(ids.stream().map(id -> "200:" + id).collect(Collectors.joining(",")));

    List<ReceivedSpan> spans =
        app.await(1 + 3 * STREAMS, "trace", span -> span.key().traceId().equals(trace));
    assertThat(spans).hasSize(1 + 3 * STREAMS);
    ReceivedSpan outer = only(spans, "SERVER", "ids=" + String.join(",", ids));
    for (String id : ids) {
      ReceivedSpan sent = only(spans, "CLIENT", "/inner?id=" + id);
      ReceivedSpan served = only(spans, "SERVER", "id=" + id);
      ReceivedSpan child = only(spans, "CLIENT", "/echo?id=" + id);
      assertThat(sent.parentSpanId()).isEqualTo(outer.key().spanId());
      assertThat(served.parentSpanId()).isEqualTo(sent.key().spanId());
      assertThat(child.parentSpanId()).isEqualTo(served.key().spanId());
      assertThat(sent.attributes())
          .containsEntry("network.protocol.version", "2")
          .containsEntry("http.response.status_code", "200")
          .containsEntry("server.port", Integer.toString(app.port()));
      assertThat(served.attributes())
          .containsEntry("network.protocol.version", "2")
          .containsEntry("http.response.status_code", "200")
          .containsEntry("url.path", "/inner")
          .containsEntry("url.scheme", "http")
          .containsEntry("server.address", "localhost")
          .containsEntry("network.peer.address", "127.0.0.1");
    }
  }

  private static void deniedAndFailedStreams(RunningApp app) {
    String trace = TraceIds.trace();
    assertThat(call(app, "/calls" + Lab.DENIED + "?id=1", trace).body()).startsWith("403:");
    assertThat(call(app, "/calls/failing?id=2", trace).body()).isEqualTo("500:failed");
    List<ReceivedSpan> spans = app.await(6, "trace", span -> span.key().traceId().equals(trace));
    assertThat(
            spans.stream()
                .filter(span -> "2".equals(span.attributes().get("network.protocol.version")))
                .map(
                    span -> span.kind() + " " + span.attributes().get("http.response.status_code")))
        .containsExactlyInAnyOrder("CLIENT 403", "SERVER 403", "CLIENT 500", "SERVER 500");
  }

  private static RawResponse call(RunningApp app, String target, String trace) {
    return app.send(
        RawRequest.get(target)
            .header("traceparent", "00-" + trace + "-" + TraceIds.span() + "-01"));
  }

  private static ReceivedSpan only(List<ReceivedSpan> spans, String kind, String urlEnd) {
    String key = kind.equals("SERVER") ? "url.query" : "url.full";
    List<ReceivedSpan> found =
        spans.stream()
            .filter(span -> span.kind().equals(kind))
            .filter(span -> span.attributes().getOrDefault(key, "").endsWith(urlEnd))
            .toList();
    assertThat(found).as("%s spans of %s", kind, urlEnd).hasSize(1);
    return found.get(0);
  }
}
