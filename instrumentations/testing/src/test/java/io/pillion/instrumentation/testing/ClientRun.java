package io.pillion.instrumentation.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import examples.pillion.demo.ReceivedSpan;
import examples.pillion.demo.TraceIds;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Calls that a running client makes, and the spans of them. */
final class ClientRun implements AutoCloseable {
  private static final List<String> PROPAGATION =
      List.of("traceparent", "tracestate", "baggage", "b3");

  private final ClientUnderTest client;
  private final RunningApp app;
  private final URI base;
  private final Map<ClientCall, Integer> recorded = new ConcurrentHashMap<>();

  ClientRun(ClientUnderTest client, RunningApp app) {
    this.client = client;
    this.app = app;
    this.base = app.server().base();
  }

  /** What a call came to. */
  record Outcome(ClientCall call, String trace, String result) {}

  boolean can(ClientTrait trait) {
    return client.can(trait);
  }

  ClientCall get(String pathAndQuery) {
    return call("GET", pathAndQuery);
  }

  ClientCall call(String method, String pathAndQuery) {
    return ClientCall.of(method, base, pathAndQuery);
  }

  /** Makes the call, in a request of a new trace. */
  Outcome run(ClientCall call) {
    return run(call, "01");
  }

  Outcome run(ClientCall call, String flags) {
    String trace = TraceIds.trace();
    RawRequest command =
        call.command().header("traceparent", "00-" + trace + "-" + TraceIds.span() + "-" + flags);
    return new Outcome(call, trace, app.send(command).body());
  }

  /** Makes the call, which must succeed, and returns its only span. */
  ReceivedSpan spanOf(ClientCall call) {
    Outcome outcome = run(call);
    assertThat(outcome.result()).as("%s", call).isEqualTo("status=200 body=" + call.id());
    return checked(outcome, 200);
  }

  /**
   * The only span of a call: as the conventions want it, in its place, and sent along with the
   * call.
   *
   * @param status 0 if there was no response
   */
  ReceivedSpan checked(Outcome outcome, int status) {
    ClientCall call = outcome.call();
    ReceivedSpan span = spans(call, 1).get(0);
    new ExpectedClientSpan(call, status).check(span);
    checkParent(outcome, span);
    arrivals(call).forEach(headers -> checkSent(span, headers));
    return span;
  }

  /** All spans of a call, of which there must be {@code count}, by start time. */
  List<ReceivedSpan> spans(ClientCall call, int count) {
    recorded.put(call, count);
    List<ReceivedSpan> spans = app.await(count, call.toString(), clientSpanOf(call.id()));
    assertThat(spans).as("client spans of %s", call).hasSize(count);
    return spans;
  }

  private static Predicate<ReceivedSpan> clientSpanOf(String id) {
    return span ->
        span.kind().equals("CLIENT")
            && span.attributes().getOrDefault("url.full", "").endsWith("id=" + id);
  }

  /** Fails if the span is no child of the request that asked for the call, or no root. */
  void checkParent(Outcome outcome, ReceivedSpan span) {
    if (!outcome.call().underParent()) {
      assertThat(span.parentSpanId()).as("parent of root").isEmpty();
      assertThat(span.key().traceId()).isNotEqualTo(outcome.trace());
      return;
    }
    assertThat(span.key().traceId()).isEqualTo(outcome.trace());
    assertThat(span.parentSpanId()).isEqualTo(server(outcome).key().spanId());
  }

  /** The span of the request that asked for the call. */
  ReceivedSpan server(Outcome outcome) {
    return app.await(
            1,
            "request for " + outcome.call(),
            span -> span.kind().equals("SERVER") && span.key().traceId().equals(outcome.trace()))
        .get(0);
  }

  /** The random flag is the agent's to set or not; a sampled one is always told. */
  static void checkSent(ReceivedSpan span, Headers headers) {
    assertThat(headers.getFirst("traceparent"))
        .matches("00-" + span.key().traceId() + "-" + span.key().spanId() + "-0[13]");
  }

  /** The headers of all requests of a call. No propagation header may come twice. */
  List<Headers> arrivals(ClientCall call) {
    List<Headers> arrivals = app.server().calls(call.id());
    for (Headers headers : arrivals) {
      for (String name : PROPAGATION) {
        assertThat(headers.getOrDefault(name, List.of())).as(name).hasSizeLessThanOrEqualTo(1);
      }
    }
    return arrivals;
  }

  /** The span of the call that a callback made. */
  ReceivedSpan callbackSpan(ClientCall call) {
    return app.await(1, "callback of " + call, clientSpanOf(call.callbackId())).get(0);
  }

  /** Spans that are there by now of the trace in which the call was asked for. */
  List<ReceivedSpan> traceOf(Outcome outcome) {
    return app.now(span -> Objects.equals(span.key().traceId(), outcome.trace()));
  }

  /** Fails if any call so far has other spans than were found at first. */
  void checkThatEachWasRecordedOnce() {
    spanOf(get("/success"));
    recorded.forEach(
        (call, count) ->
            assertThat(app.now(clientSpanOf(call.id())))
                .as("client spans of %s", call)
                .hasSize(count));
  }

  @Override
  public void close() {
    app.close();
  }
}
