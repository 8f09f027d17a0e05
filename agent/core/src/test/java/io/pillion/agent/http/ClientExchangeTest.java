package io.pillion.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.HttpClientExchange;
import io.pillion.agent.bootstrap.HttpClientRequest;
import io.pillion.agent.bootstrap.HttpServerExchange;
import io.pillion.agent.telemetry.HeaderMap;
import io.pillion.ipc.wire.SpanRecord;
import java.net.ConnectException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientExchangeTest {
  private final Recording recording = Recording.alone();

  private HttpClientExchange start(HttpClientRequest request) {
    HttpClientExchange exchange = recording.tracing.startClient(request);
    assertThat(exchange).isNotNull();
    return exchange;
  }

  @Test
  void requestIsDescribedByTheSemanticConventions() {
    start(FakeClientRequest.get("http://shop:8080/success?with=params")).end(200, "1.1", null);
    SpanRecord span = recording.span();
    assertThat(span.kind()).isEqualTo(SpanRecord.Kind.CLIENT);
    assertThat(span.name()).isEqualTo("GET");
    assertThat(span.status()).isEqualTo(SpanRecord.Status.UNSET);
    assertThat(Recording.attributes(span))
        .containsOnly(
            entry("http.request.method", "GET"),
            entry("http.response.status_code", 200L),
            entry("server.address", "shop"),
            entry("server.port", 8080L),
            entry("url.full", "http://shop:8080/success?with=params"),
            entry("network.protocol.version", "1.1"));
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "399, false, -, UNSET",
        "400, false, 400, ERROR",
        "500, false, 500, ERROR",
        "42, false, 42, ERROR",
        "0, true, java.net.ConnectException, ERROR",
        "200, true, java.net.ConnectException, ERROR",
        "0, false, -, UNSET",
      })
  void errorFollowsStatusAndException(
      int status, boolean threw, @Nullable String errorType, SpanRecord.Status expected) {
    start(FakeClientRequest.get("http://shop/"))
        .end(status, null, threw ? new ConnectException("refused") : null);
    SpanRecord span = recording.span();
    assertThat(Recording.attributes(span).get("error.type")).isEqualTo(errorType);
    assertThat(span.status()).isEqualTo(expected);
  }

  @Test
  void spanIsTheChildOfTheRequestBeingServed() {
    HttpServerExchange server =
        recording.tracing.startServer(
            new FakeServerRequest()
                .with("traceparent", "00-12345678901234567890123456789012-00000000000004d2-01")
                .with("tracestate", "foo=1")
                .with("baggage", "user=7"));
    assertThat(server).isNotNull();
    server.attach();
    HttpClientExchange client = start(FakeClientRequest.get("http://shop/"));
    server.detach();
    HeaderMap headers = new HeaderMap();
    client.injectHeaders(headers);
    client.end(200, "2", null);
    SpanRecord span = recording.span();
    assertThat(span.traceIdLow()).isEqualTo(0x7890123456789012L);
    assertThat(span.parentSpanId()).isNotZero().isNotEqualTo(1234);
    assertThat(span.flags()).isEqualTo(SpanRecord.SAMPLED);
    assertThat(headers.asMap())
        .containsOnly(
            entry(
                "traceparent",
                String.format("00-12345678901234567890123456789012-%016x-01", span.spanId())),
            entry("tracestate", "foo=1"),
            entry("baggage", "user=7"));
  }

  @Test
  void credentialsAreNotRecorded() {
    start(FakeClientRequest.get("https://user:hunter2@shop/a?sig=hunter2")).end(200, null, null);
    SpanRecord span = recording.span();
    assertThat(Recording.attributes(span))
        .containsEntry("url.full", "https://REDACTED:REDACTED@shop/a?sig=REDACTED");
    assertThat(span.toString()).doesNotContain("hunter2");
  }

  @Test
  void addressIsWithoutBracketsAndUnknownPortIsLeftOut() {
    start(new FakeClientRequest("GET", "http", "[::1]", -1, "http://[::1]/")).end(200, null, null);
    assertThat(Recording.attributes(recording.span()))
        .containsEntry("server.address", "::1")
        .doesNotContainKey("server.port");
  }

  @Test
  void getterThatThrowsLeavesItsPropertyOut() {
    HttpClientRequest hostile =
        new HttpClientRequest() {
          @Override
          public String method() {
            throw new NoSuchMethodError();
          }

          @Override
          public String scheme() {
            throw new IllegalStateException();
          }

          @Override
          public String host() {
            throw new IllegalStateException();
          }

          @Override
          public int port() {
            throw new StackOverflowError();
          }

          @Override
          public String url() {
            throw new IllegalStateException();
          }

          @Override
          public List<String> headers(String name) {
            throw new IllegalStateException("headers");
          }

          @Override
          public @Nullable String header(String name) {
            throw new IllegalStateException();
          }
        };
    start(hostile).end(200, null, null);
    assertThat(Recording.attributes(recording.span()))
        .containsOnly(
            entry("http.request.method", "_OTHER"), entry("http.response.status_code", 200L));
  }

  @Test
  void setterThatThrowsIsCountedAndNotShown() {
    HttpClientExchange exchange = start(FakeClientRequest.get("http://shop/"));
    long before = Agent.adviceFailures();
    exchange.injectHeaders(
        new HttpClientExchange.HeaderSetter() {
          @Override
          public void set(String name, String value) {
            throw new NoSuchMethodError();
          }

          @Override
          public void remove(String name) {}
        });
    assertThat(Agent.adviceFailures()).isEqualTo(before + 1);
  }

  @Test
  void firstEndCounts() {
    HttpClientExchange exchange = start(FakeClientRequest.get("http://shop/"));
    exchange.end(200, "1.1", null);
    SpanRecord span = recording.span();
    exchange.end(500, "2", new IllegalStateException());
    assertThat(recording.span()).isEqualTo(span);
  }
}
