package io.pillion.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.agent.bootstrap.HttpClientExchange;
import io.pillion.agent.bootstrap.HttpServerExchange;
import io.pillion.ipc.wire.SpanRecord;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What of the conventions the operator may set. */
class ConventionsTest {

  private static SpanRecord served(Recording recording, FakeServerRequest request) {
    HttpServerExchange exchange = recording.tracing.startServer(request);
    assertThat(exchange).isNotNull();
    exchange.responseHeaders(new FakeServerRequest().with("content-length", "34"));
    exchange.end(200, null);
    return recording.span();
  }

  private static SpanRecord called(Recording recording, FakeClientRequest request) {
    HttpClientExchange exchange = recording.tracing.startClient(request);
    assertThat(exchange).isNotNull();
    exchange.responseHeaders(new FakeServerRequest().with("content-length", "34"));
    exchange.end(200, null, null);
    return recording.span();
  }

  @Test
  void knownMethodsOfTheOperatorReplaceThoseOfTheConventions() {
    Map<String, String> settings = Map.of("OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS", "PURGE,get");
    SpanRecord purge = served(Recording.with(settings), new FakeServerRequest().method("PURGE"));
    assertThat(purge.name()).isEqualTo("PURGE");
    assertThat(Recording.attributes(purge))
        .containsEntry("http.request.method", "PURGE")
        .doesNotContainKey("http.request.method_original");
    SpanRecord get = called(Recording.with(settings), FakeClientRequest.get("http://shop/"));
    assertThat(get.name()).isEqualTo("HTTP");
    assertThat(Recording.attributes(get))
        .containsEntry("http.request.method", "_OTHER")
        .containsEntry("http.request.method_original", "GET");
  }

  @Test
  void sizesOfBodiesAreRecordedOnlyWhereAsked() {
    FakeServerRequest request = new FakeServerRequest().with("content-length", "12");
    assertThat(Recording.attributes(served(Recording.alone(), request)).keySet())
        .noneMatch(key -> key.contains("body.size"));
    Map<String, String> settings =
        Map.of(
            "OTEL_INSTRUMENTATION_HTTP_SERVER_EMIT_EXPERIMENTAL_TELEMETRY", "true",
            "OTEL_INSTRUMENTATION_HTTP_CLIENT_EMIT_EXPERIMENTAL_TELEMETRY", "true");
    assertThat(Recording.attributes(served(Recording.with(settings), request)))
        .containsEntry("http.request.body.size", 12L)
        .containsEntry("http.response.body.size", 34L);
    assertThat(
            Recording.attributes(
                called(
                    Recording.with(settings),
                    FakeClientRequest.get("http://shop/")
                        .with(Map.of("content-length", List.of("12"))))))
        .containsEntry("http.request.body.size", 12L)
        .containsEntry("http.response.body.size", 34L);
  }

  @Test
  void queriesAreRedactedOrDroppedOnBothSides() {
    FakeServerRequest request = new FakeServerRequest().query("a=1&pin=2&token=3");
    FakeClientRequest call = FakeClientRequest.get("http://u:p@shop/?a=1&pin=2&token=3");
    Map<String, String> own = Map.of("PILLION_HTTP_QUERY_REDACT", "pin");
    assertThat(Recording.attributes(served(Recording.alone(), request)))
        .containsEntry("url.query", "a=1&pin=2&token=REDACTED");
    assertThat(Recording.attributes(served(Recording.with(own), request)))
        .containsEntry("url.query", "a=1&pin=REDACTED&token=3");
    assertThat(Recording.attributes(called(Recording.with(own), call)))
        .containsEntry("url.full", "http://REDACTED:REDACTED@shop/?a=1&pin=REDACTED&token=3");
    Map<String, String> drop = Map.of("PILLION_HTTP_QUERY", "drop");
    assertThat(Recording.attributes(served(Recording.with(drop), request)))
        .doesNotContainKey("url.query");
    assertThat(Recording.attributes(called(Recording.with(drop), call)))
        .containsEntry("url.full", "http://REDACTED:REDACTED@shop/");
  }

  @Test
  void ofASpanThatIsNotSampledOnlyWhatCountsInMetricsIsTold() {
    String parent = "00-12345678901234567890123456789012-00000000000004d2-00";
    Recording recording = Recording.alone();
    HttpServerExchange exchange =
        recording.tracing.startServer(
            new FakeServerRequest()
                .query("a=1")
                .with("host", "shop")
                .with("traceparent", parent)
                .with("tracestate", "foo=1"));
    assertThat(exchange).isNotNull();
    exchange.route("/items/{id}");
    exchange.end(500, new IllegalStateException("no"));
    SpanRecord span = recording.span();
    assertThat(span.sampled()).isFalse();
    assertThat(span.events()).isEmpty();
    assertThat(span.traceState()).isNull();
    assertThat(Recording.attributes(span))
        .containsOnlyKeys(
            "http.request.method",
            "http.response.status_code",
            "http.route",
            "url.scheme",
            "server.address",
            "server.port",
            "network.protocol.version",
            "error.type");
  }
}
