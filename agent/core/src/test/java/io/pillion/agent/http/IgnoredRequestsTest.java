package io.pillion.agent.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.agent.bootstrap.HttpClientExchange;
import io.pillion.agent.bootstrap.HttpServerExchange;
import io.pillion.agent.telemetry.HeaderMap;
import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.wire.SpanRecord;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IgnoredRequestsTest {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "PILLION_HTTP_SERVER_IGNORE_PATHS", "/health,/internal/*",
          "PILLION_HTTP_SERVER_IGNORE_USER_AGENTS", "kube-probe/*");

  private final Recording recording = Recording.with(SETTINGS);

  private HttpServerExchange start(FakeServerRequest request) {
    HttpServerExchange exchange = recording.tracing.startServer(request);
    assertThat(exchange).isNotNull();
    return exchange;
  }

  @ParameterizedTest
  @CsvSource({
    "/health, curl, true",
    "/internal/metrics, curl, true",
    "/healthy, curl, false",
    "/Health, curl, false",
    "/items, Kube-Probe/1.31, true",
    "/items, my kube-probe/1.31, false",
    "/items, '', false",
  })
  void requestOfAnIgnoredPathOrUserAgentMakesNoSpan(
      String path, String userAgent, boolean ignored) {
    HttpServerExchange exchange =
        start(new FakeServerRequest().rawPath(path).with("user-agent", userAgent));
    exchange.route("/r");
    exchange.responseHeaders(new FakeServerRequest());
    exchange.end(500, new IllegalStateException());
    exchange.end(200, null);
    assertThat(recording.items).hasSize(ignored ? 0 : 1);
  }

  @Test
  void whatItCallsIsNotSampledWhateverTheCallerWanted() {
    HttpServerExchange server =
        start(
            new FakeServerRequest()
                .rawPath("/health")
                .with("traceparent", "00-12345678901234567890123456789012-00000000000004d2-03"));
    server.attach();
    HttpClientExchange client =
        recording.tracing.startClient(FakeClientRequest.get("http://shop/"));
    server.detach();
    server.end(200, null);
    assertThat(client).isNotNull();
    HeaderMap headers = new HeaderMap();
    client.injectHeaders(headers);
    client.end(200, null, null);
    assertThat(headers.asMap().get("traceparent"))
        .startsWith("00-12345678901234567890123456789012-")
        .endsWith("-02");
    assertThat(recording.items).hasSize(1);
    SpanRecord counted = recording.span();
    assertThat(counted.kind()).isEqualTo(SpanRecord.Kind.CLIENT);
    assertThat(counted.sampled()).isFalse();
  }

  @Test
  void itIsDecidedLikeAnyOther() {
    Decision denied =
        new Decision(
            Decision.Reason.DENY_MATCHED, "shop/no-health", 7, CheckRequest.ATTRIBUTE_PATH);
    Recording answered = Recording.answered(denied, SETTINGS);
    HttpServerExchange exchange =
        answered.tracing.startServer(new FakeServerRequest().rawPath("/health"));
    assertThat(exchange).isNotNull();
    assertThat(exchange.denied()).isTrue();
    assertThat(exchange.denialStatus()).isEqualTo(403);
    exchange.end(403, null);
    assertThat(answered.items).isEmpty();
  }
}
