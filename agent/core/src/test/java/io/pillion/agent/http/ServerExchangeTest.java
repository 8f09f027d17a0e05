package io.pillion.agent.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.pillion.agent.bootstrap.HttpServerExchange;
import io.pillion.agent.bootstrap.SpanHandle;
import io.pillion.agent.telemetry.CurrentSpan;
import io.pillion.agent.telemetry.TraceContext;
import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.wire.DecisionRecord;
import io.pillion.ipc.wire.RecordEncoder;
import io.pillion.ipc.wire.SpanRecord;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerExchangeTest {
  private static final Decision DENIED =
      new Decision(Decision.Reason.DENY_MATCHED, "shop/no-admin", 7, CheckRequest.ATTRIBUTE_PATH);

  private final Recording recording = Recording.alone();

  private HttpServerExchange start(FakeServerRequest request) {
    HttpServerExchange exchange = recording.tracing.startServer(request);
    assertThat(exchange).isNotNull();
    return exchange;
  }

  private Map<String, Object> attributesOf(FakeServerRequest request) {
    start(request).end(200, null);
    return Recording.attributes(recording.span());
  }

  @Test
  void requestIsDescribedByTheSemanticConventions() {
    HttpServerExchange exchange =
        start(
            new FakeServerRequest()
                .query("some=query")
                .with("Host", "shop:8080")
                .with("User-Agent", "test-user-agent")
                .with("X-Forwarded-For", "1.1.1.1"));
    exchange.route("/items/{id}");
    exchange.end(200, null);

    SpanRecord span = recording.span();
    assertThat(span.kind()).isEqualTo(SpanRecord.Kind.SERVER);
    assertThat(span.status()).isEqualTo(SpanRecord.Status.UNSET);
    assertThat(span.name()).isEqualTo("GET /items/{id}");
    assertThat(span.parentSpanId()).isZero();
    assertThat(span.flags()).isEqualTo(SpanRecord.SAMPLED | TraceContext.RANDOM);
    assertThat(span.endEpochNanos()).isGreaterThanOrEqualTo(span.startEpochNanos());
    assertThat(span.events()).isEmpty();
    assertThat(Recording.attributes(span))
        .containsOnly(
            entry("http.request.method", "GET"),
            entry("http.response.status_code", 200L),
            entry("http.route", "/items/{id}"),
            entry("url.scheme", "http"),
            entry("url.path", "/items/7"),
            entry("url.query", "some=query"),
            entry("server.address", "shop"),
            entry("server.port", 8080L),
            entry("network.protocol.version", "1.1"),
            entry("network.peer.address", "10.0.0.1"),
            entry("network.peer.port", 40_000L),
            entry("client.address", "1.1.1.1"),
            entry("user_agent.original", "test-user-agent"));
  }

  @Test
  void parentOfTheRequestIsTheSpansRemoteParent() {
    start(
            new FakeServerRequest()
                .with("traceparent", "00-12345678901234567890123456789012-00000000000004d2-03")
                .with("tracestate", "foo=1"))
        .end(200, null);
    SpanRecord span = recording.span();
    assertThat(span.traceIdHigh()).isEqualTo(0x1234567890123456L);
    assertThat(span.traceIdLow()).isEqualTo(0x7890123456789012L);
    assertThat(span.parentSpanId()).isEqualTo(1234);
    assertThat(span.flags()).isEqualTo(3 | SpanRecord.PARENT_IS_REMOTE);
    assertThat(span.traceState()).isEqualTo("foo=1");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "GET, GET, -, GET",
        "QUERY, QUERY, -, QUERY",
        "TEST, _OTHER, TEST, HTTP",
        "get, _OTHER, get, HTTP",
        "'', _OTHER, -, HTTP",
      })
  void methodThatIsNotKnownIsOther(
      String method, String reported, @Nullable String original, String name) {
    Map<String, Object> attributes = attributesOf(new FakeServerRequest().method(method));
    assertThat(attributes.get("http.request.method")).isEqualTo(reported);
    assertThat(attributes.get("http.request.method_original")).isEqualTo(original);
    assertThat(recording.span().name()).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // status, exception, error.type, span status, events
        "200, false, -, UNSET, 0",
        "302, false, -, UNSET, 0",
        "404, false, -, UNSET, 0",
        "499, false, -, UNSET, 0",
        "99, false, 99, ERROR, 0",
        "600, false, 600, ERROR, 0",
        "500, false, 500, ERROR, 0",
        "503, false, 503, ERROR, 0",
        "500, true, 500, ERROR, 1",
        "200, true, java.lang.IllegalStateException, ERROR, 1",
        "0, true, java.lang.IllegalStateException, ERROR, 1",
        "0, false, -, UNSET, 0",
      })
  void errorFollowsStatusAndException(
      int status,
      boolean threw,
      @Nullable String errorType,
      SpanRecord.Status expected,
      int events) {
    start(new FakeServerRequest())
        .end(status, threw ? new IllegalStateException("controller exception") : null);
    SpanRecord span = recording.span();
    Map<String, Object> attributes = Recording.attributes(span);
    assertThat(attributes.get("error.type")).isEqualTo(errorType);
    assertThat(attributes.get("http.response.status_code"))
        .isEqualTo(status == 0 ? null : (Object) (long) status);
    assertThat(span.status()).isEqualTo(expected);
    assertThat(recording.items.get(0).important()).isEqualTo(expected == SpanRecord.Status.ERROR);
    assertThat(span.events()).hasSize(events);
    for (SpanRecord.Event event : span.events()) {
      assertThat(event.name()).isEqualTo("exception");
      assertThat(Recording.attributes(event.attributes()))
          .containsEntry("exception.type", "java.lang.IllegalStateException")
          .containsEntry("exception.message", "controller exception")
          .containsKey("exception.stacktrace");
    }
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // Host, X-Forwarded-Host, X-Forwarded-Proto, Forwarded, address, port, scheme
        "shop:8080, -, -, -, shop, 8080, http",
        "shop, -, -, -, shop, 80, http",
        "[::1]:8080, -, -, -, ::1, 8080, http",
        "shop, -, https, -, shop, 443, https",
        "shop:8080, www.example.com, HTTPS, -, www.example.com, 443, https",
        "shop:8080, 'www.example.com:8443, other', -, -, www.example.com, 8443, http",
        "shop, www.a, http, 'for=1.2.3.4;host=\"www.b:81\";proto=https', www.b, 81, https",
        "shop, www.a, -, for=1.2.3.4, www.a, 80, http",
        "shop, -, gopher, -, shop, 80, http",
        "user:secret@shop:81, -, -, -, shop, 81, http",
        "-, -, -, -, -, -, http",
      })
  void serverIsTheOneTheClientNamed(
      @Nullable String host,
      @Nullable String forwardedHost,
      @Nullable String forwardedProto,
      @Nullable String forwarded,
      @Nullable String address,
      @Nullable Long port,
      String scheme) {
    FakeServerRequest request = new FakeServerRequest();
    with(request, "host", host);
    with(request, "x-forwarded-host", forwardedHost);
    with(request, "x-forwarded-proto", forwardedProto);
    with(request, "forwarded", forwarded);
    Map<String, Object> attributes = attributesOf(request);
    assertThat(attributes.get("server.address")).isEqualTo(address);
    assertThat(attributes.get("server.port")).isEqualTo(port);
    assertThat(attributes.get("url.scheme")).isEqualTo(scheme);
  }

  private static void with(FakeServerRequest request, String name, @Nullable String value) {
    if (value != null) {
      request.with(name, value);
    }
  }

  @Test
  void secretsOfTheQueryAreNotRecorded() {
    assertThat(attributesOf(new FakeServerRequest().query("a=1&sig=hunter2&b=2")))
        .containsEntry("url.query", "a=1&sig=REDACTED&b=2");
  }

  @Test
  void hugeRequestStillFitsARecord() {
    String huge = "\u00e9".repeat(50_000);
    FakeServerRequest request =
        new FakeServerRequest().method(huge).rawPath(huge).query(huge).scheme(huge);
    for (String name :
        List.of("host", "user-agent", "forwarded", "x-forwarded-for", "x-forwarded-host")) {
      request.with(name, huge);
    }
    request.with("traceparent", "00-12345678901234567890123456789012-00000000000004d2-03");
    request.with(
        "tracestate",
        String.join(
            ",", IntStream.range(0, 32).mapToObj(i -> "k" + i + "=" + "v".repeat(250)).toList()));
    HttpServerExchange exchange = start(request);
    exchange.route(huge);
    exchange.end(500, new IllegalStateException(huge));
    SpanRecord span = recording.span();
    assertThat(Recording.attributes(span))
        .containsKeys("url.path", "url.query", "user_agent.original", "error.type");
    assertThat(span.events()).hasSize(1);
  }

  @Test
  void firstEndCountsWhoeverElseEnds() throws InterruptedException {
    for (int round = 0; round < 200; round++) {
      recording.items.clear();
      HttpServerExchange exchange = start(new FakeServerRequest());
      CountDownLatch go = new CountDownLatch(1);
      List<Thread> threads =
          IntStream.of(201, 202)
              .mapToObj(
                  status ->
                      new Thread(
                          () -> {
                            awaitQuietly(go);
                            exchange.route("/" + status);
                            exchange.end(status, null);
                          }))
              .toList();
      threads.forEach(Thread::start);
      go.countDown();
      for (Thread thread : threads) {
        thread.join();
      }
      SpanRecord span = recording.span();
      exchange.route("/late");
      exchange.end(500, new IllegalStateException());
      assertThat(recording.span()).isEqualTo(span);
      assertThat(Recording.attributes(span).get("http.route"))
          .isEqualTo(span.name().substring("GET ".length()));
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void exceptionWhoseMethodsThrowEndsTheSpanAllTheSame() {
    start(new FakeServerRequest())
        .end(
            500,
            new RuntimeException() {
              private static final long serialVersionUID = 1;

              @Override
              public String getMessage() {
                throw new NoClassDefFoundError("com/example/Gone");
              }
            });
    assertThat(recording.span().events()).hasSize(1);
  }

  @Test
  void getterThatThrowsLeavesItsPropertyOut() {
    for (Throwable failure :
        List.of(new IllegalStateException(), new NoSuchMethodError(), new StackOverflowError())) {
      recording.items.clear();
      HttpServerExchange exchange = start(new FakeServerRequest().throwing(failure));
      assertThat(exchange.denied()).isFalse();
      exchange.end(200, null);
      assertThat(Recording.attributes(recording.span()))
          .containsOnlyKeys("http.request.method", "http.response.status_code");
    }
  }

  @Test
  void requestThatCannotBeReadIsRefusedWhereThePolicyAsksForIt() {
    Recording policed =
        Recording.answered(
            new Decision(
                Decision.Reason.ALLOW_MATCHED, "shop/all", 7, CheckRequest.ATTRIBUTE_PATH));
    HttpServerExchange exchange =
        policed.tracing.startServer(new FakeServerRequest().throwing(new LinkageError()));
    assertThat(exchange).isNotNull();
    assertThat(exchange.denied()).isTrue();
    assertThat(exchange.denialStatus()).isEqualTo(400);
  }

  @Test
  void denialIsRecordedForOperatorsAndTellsTheClientNothing() {
    Recording policed = Recording.answered(DENIED);
    HttpServerExchange exchange =
        policed.tracing.startServer(new FakeServerRequest().rawPath("/admin"));
    assertThat(exchange).isNotNull();
    assertThat(exchange.denied()).isTrue();
    assertThat(exchange.denialStatus()).isEqualTo(403);
    assertThat(exchange.denialBody())
        .isEqualTo("access denied by policy\n")
        .doesNotContain("no-admin", "/admin");
    exchange.end(403, null);
    SpanRecord span = policed.span();
    assertThat(policed.items.get(0).important()).isTrue();
    assertThat(span.status()).isEqualTo(SpanRecord.Status.UNSET);
    assertThat(Recording.attributes(span))
        .containsEntry("pillion.policy.name", "shop/no-admin")
        .containsEntry("pillion.policy.reason", "deny_matched")
        .containsEntry("pillion.policy.source", "sidecar");
  }

  @Test
  void denialThatTheSidecarDoesNotKnowOfIsReported() {
    Recording policed = Recording.answered(DENIED);
    assertThat(policed.tracing.startServer(new FakeServerRequest())).isNotNull();
    assertThat(policed.items).isEmpty();
    assertThat(policed.tracing.startServer(new FakeServerRequest())).isNotNull();
    assertThat(policed.items).hasSize(1);
    assertThat(policed.items.get(0).important()).isTrue();
    DecisionRecord record = (DecisionRecord) Recording.decoded(policed.items.get(0));
    assertThat(record.source()).isEqualTo(DecisionRecord.Source.CACHE);
    assertThat(record.decision()).isEqualTo(DENIED);
    assertThat(record.rawPath()).isEqualTo("/items/7");
    assertThat(record.spanId()).isNotZero();
  }

  @Test
  void requestLetThroughBecauseThePolicyWasUnavailableIsReported() {
    recording.gate.policy(new io.pillion.ipc.PolicyPage.Content(false, new byte[0]));
    assertThat(start(new FakeServerRequest()).denied()).isFalse();
    DecisionRecord record = (DecisionRecord) Recording.decoded(recording.items.get(0));
    assertThat(record.decision().reason()).isEqualTo(Decision.Reason.UNAVAILABLE_ALLOW);
    assertThat(recording.items.get(0).important()).isFalse();
  }

  @Test
  void spanIsCurrentBetweenAttachAndDetach() {
    HttpServerExchange outer = start(new FakeServerRequest());
    HttpServerExchange inner = start(new FakeServerRequest());
    outer.attach();
    var context = CurrentSpan.get();
    inner.attach();
    assertThat(CurrentSpan.get()).isNotNull().isNotEqualTo(context);
    inner.detach();
    assertThat(CurrentSpan.get()).isEqualTo(context);
    inner.detach();
    assertThat(CurrentSpan.get()).isEqualTo(context);
    outer.detach();
    assertThat(CurrentSpan.get()).isNull();
  }

  @Test
  void applicationAddsToTheSpanOfItsRequest() {
    ServerExchange exchange = (ServerExchange) start(new FakeServerRequest());
    exchange.attach();
    CurrentSpan.Work work = CurrentSpan.work();
    exchange.detach();
    assertThat(work).isNotNull();
    assertThat(work.span()).isSameAs(exchange);
    assertThat(exchange.recording()).isTrue();
    exchange.attribute("user.id", 7L);
    exchange.attribute("http.route", "/items/{id}");
    exchange.attribute("url.path", "the agent knows better");
    exchange.attribute("error.type", "sold_out");
    exchange.event("checked", 5, new Object[] {"stock", 0L});
    exchange.link(exchange.identity(), new Object[0]);
    exchange.exception(new IllegalStateException("handled"), new Object[0]);
    exchange.status(SpanHandle.ERROR, "sold out");
    exchange.finish(0);
    exchange.end(200, null);
    exchange.attribute("late", 1L);

    SpanRecord span = recording.span();
    assertThat(span.name()).isEqualTo("GET /items/{id}");
    assertThat(span.status()).isEqualTo(SpanRecord.Status.ERROR);
    assertThat(span.statusMessage()).isEqualTo("sold out");
    assertThat(Recording.attributes(span))
        .contains(
            entry("user.id", 7L),
            entry("http.route", "/items/{id}"),
            entry("url.path", "/items/7"),
            entry("error.type", "sold_out"))
        .doesNotContainKey("late");
    assertThat(span.events())
        .extracting(SpanRecord.Event::name)
        .containsExactly("checked", "exception");
    assertThat(span.links()).hasSize(1);
    assertThat(recording.items.get(0).important()).isTrue();
  }

  @Test
  void applicationsNameAndStatusStandAndTheAgentsErrorTypeToo() {
    ServerExchange exchange = (ServerExchange) start(new FakeServerRequest());
    exchange.rename("my name");
    exchange.status(SpanHandle.OK, null);
    exchange.attribute("error.type", "mine");
    exchange.end(503, null);
    SpanRecord span = recording.span();
    assertThat(span.name()).isEqualTo("my name");
    assertThat(span.status()).isEqualTo(SpanRecord.Status.OK);
    assertThat(Recording.attributes(span)).containsEntry("error.type", "503");
  }

  @Test
  void itemEncodesTheSameAgain() {
    start(new FakeServerRequest().with("host", "shop")).end(500, new IllegalStateException("x"));
    RecordEncoder encoder = new RecordEncoder();
    recording.items.get(0).encodeTo(encoder);
    var first = encoder.finish(1).duplicate();
    byte[] bytes = new byte[first.remaining()];
    first.get(bytes);
    encoder.segmentStarted();
    recording.items.get(0).encodeTo(encoder);
    var second = encoder.finish(1);
    byte[] again = new byte[second.remaining()];
    second.get(again);
    assertThat(again).isEqualTo(bytes);
  }
}
