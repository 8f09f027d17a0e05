package io.pillion.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.pillion.agent.bootstrap.HttpClientExchange;
import io.pillion.agent.bootstrap.HttpServerExchange;
import io.pillion.ipc.wire.SpanRecord;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class HeaderCaptureTest {
  private static final String PREFIX = "OTEL_INSTRUMENTATION_HTTP_";
  private static final String SERVER_REQUEST = PREFIX + "SERVER_CAPTURE_REQUEST_HEADERS";
  private static final String SERVER_RESPONSE = PREFIX + "SERVER_CAPTURE_RESPONSE_HEADERS";
  private static final String CLIENT_REQUEST = PREFIX + "CLIENT_CAPTURE_REQUEST_HEADERS";
  private static final String CLIENT_RESPONSE = PREFIX + "CLIENT_CAPTURE_RESPONSE_HEADERS";

  private static Map<String, Object> headers(SpanRecord span) {
    return Recording.attributes(span).entrySet().stream()
        .filter(attribute -> attribute.getKey().contains(".header."))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static Map<String, Object> served(String captured, FakeServerRequest request) {
    Recording recording = Recording.with(Map.of(SERVER_REQUEST, captured));
    HttpServerExchange exchange = recording.tracing.startServer(request);
    assertThat(exchange).isNotNull();
    exchange.end(200, null);
    return headers(recording.span());
  }

  @Test
  void namedHeadersOfBothSidesAreListsOfStrings() {
    Recording recording =
        Recording.with(Map.of(SERVER_REQUEST, "X-Tenant,Accept,absent", SERVER_RESPONSE, "etag"));
    HttpServerExchange exchange =
        recording.tracing.startServer(
            new FakeServerRequest()
                .with("x-tenant", "7")
                .with("accept", "text/html")
                .with("accept", "text/*, */*")
                .with("x-other", "1"));
    assertThat(exchange).isNotNull();
    exchange.responseHeaders(new FakeServerRequest().with("ETag", "\"v1\"").with("x-tenant", "8"));
    exchange.end(200, null);
    assertThat(headers(recording.span()))
        .containsOnly(
            entry("http.request.header.x-tenant", List.of("7")),
            entry("http.request.header.accept", List.of("text/html", "text/*, */*")),
            entry("http.response.header.etag", List.of("\"v1\"")));
  }

  @Test
  void clientsHaveSettingsOfTheirOwn() {
    Recording recording =
        Recording.with(
            Map.of(CLIENT_REQUEST, "x-a*", CLIENT_RESPONSE, "x-b", SERVER_REQUEST, "never"));
    HttpClientExchange exchange =
        recording.tracing.startClient(
            FakeClientRequest.get("http://shop/")
                .with(Map.of("x-a1", List.of("1"), "never", List.of("2"))));
    assertThat(exchange).isNotNull();
    exchange.responseHeaders(new FakeServerRequest().with("x-b", "3").with("x-a1", "4"));
    exchange.end(200, "1.1", null);
    assertThat(headers(recording.span()))
        .containsOnly(
            entry("http.request.header.x-a1", List.of("1")),
            entry("http.response.header.x-b", List.of("3")));
  }

  @Test
  void credentialsAreRecordedOnlyWhereTheyAreNamedThemselves() {
    FakeServerRequest request =
        new FakeServerRequest()
            .with("Authorization", "Bearer hunter2")
            .with("Cookie", "s=hunter2")
            .with("Set-Cookie", "s=hunter2")
            .with("Proxy-Authorization", "hunter2")
            .with("X-Api-Key", "hunter2")
            .with("X-Csrf-Token", "hunter2")
            .with("X-Amz-Security-Token", "hunter2")
            .with("X-Request-Id", "1");
    Map<String, Object> all = served("*", request);
    assertThat(all)
        .hasSize(8)
        .containsEntry("http.request.header.x-request-id", List.of("1"))
        .containsEntry("http.request.header.authorization", List.of("REDACTED"));
    assertThat(all.toString()).doesNotContain("hunter2");
    assertThat(served("cookie,*", request))
        .hasSize(8)
        .containsEntry("http.request.header.cookie", List.of("s=hunter2"))
        .containsEntry("http.request.header.authorization", List.of("REDACTED"));
  }

  @Test
  void urlsInValuesAreRedactedAsTheyAreElsewhere() {
    FakeServerRequest request =
        new FakeServerRequest()
            .with("Referer", "https://u:hunter2@shop/cb?code=hunter2&page=2")
            .with("Location", "/cb?token=hunter2#access_token=hunter2")
            .with("Content-Location", "/cart;jsessionid=hunter2/items")
            .with("X-Callback", "https://u:hunter2@shop/?signature=hunter2")
            .with("Link", "<https://a/?n=1>; rel=a, <https://u:hunter2@b/>; rel=b")
            .with("X-Formula", "key=value");
    Map<String, Object> all = served("*", request);
    assertThat(all.toString()).doesNotContain("hunter2");
    assertThat(all)
        .containsEntry(
            "http.request.header.referer",
            List.of("https://REDACTED:REDACTED@shop/cb?code=REDACTED&page=2"))
        .containsEntry(
            "http.request.header.content-location", List.of("/cart;jsessionid=REDACTED/items"))
        .containsEntry(
            "http.request.header.link",
            List.of("<https://a/?n=1>; rel=a, <https://REDACTED:REDACTED@b/>; rel=b"))
        .containsEntry("http.request.header.x-formula", List.of("key=value"));
    assertThat(served("location,referer,x-callback", request).toString())
        .contains("location", "referer", "x-callback")
        .doesNotContain("hunter2");
  }

  @Test
  void secretIsNotLeftWhereAValueIsCut() {
    String url = "/" + "a".repeat(HeaderCapture.LONGEST_VALUE - 8) + "?token=hunter2";
    assertThat(served("location", new FakeServerRequest().with("Location", url)).toString())
        .contains("?token")
        .doesNotContain("hunter");
  }

  @Test
  void numberAndLengthAreBounded() {
    FakeServerRequest many = new FakeServerRequest();
    for (int i = 0; i < 1_000; i++) {
      many.with("x-" + i, "v");
    }
    assertThat(served("x-*", many)).hasSize(HeaderCapture.MOST_HEADERS);

    FakeServerRequest big = new FakeServerRequest();
    for (int i = 0; i < 20; i++) {
      big.with("x-a", "v".repeat(2_000)).with("x-b", "v".repeat(2_000));
      big.with("x-" + "n".repeat(HeaderCapture.LONGEST_NAME), "v");
    }
    Map<String, Object> cut = served("x-*", big);
    assertThat(cut).hasSize(1);
    assertThat(cut.values().iterator().next())
        .isEqualTo(
            Collections.nCopies(
                HeaderCapture.MOST_VALUES, "v".repeat(HeaderCapture.LONGEST_VALUE)));
  }

  @Test
  void headersThatThrowHarmNothing() {
    assertThat(served("*,x", new FakeServerRequest().throwing(new StackOverflowError()))).isEmpty();
  }

  @Test
  void nothingIsReadForATraceThatIsNotSampled() {
    assertThat(
            served(
                "x",
                new FakeServerRequest()
                    .with("x", "1")
                    .with(
                        "traceparent", "00-12345678901234567890123456789012-00000000000004d2-00")))
        .isEmpty();
  }
}
