package io.pillion.instrumentation.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import examples.pillion.demo.ReceivedSpan;
import examples.pillion.demo.TraceIds;
import java.net.ServerSocket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** What every HTTP client must do, whatever agent looks on. */
final class ClientScenarios {
  private static final int CONCURRENT = 50;
  private static final int THREADS = 8;
  private static final long BODY_NANOS = TimeUnit.MILLISECONDS.toNanos(TestServer.BODY_MILLIS);

  private ClientScenarios() {}

  /** Those that the client can do, in the order to run them. */
  static List<Scenario<ClientRun>> of(ClientUnderTest client) {
    List<Scenario<ClientRun>> all = new ArrayList<>();
    all.add(new Scenario<>("a call without a parent is a root", ClientScenarios::root));
    all.add(new Scenario<>("a call is a child of its request", ClientScenarios::child));
    all.add(new Scenario<>("a query is in the url", ClientScenarios::query));
    all.add(new Scenario<>("calls with a body", ClientScenarios::bodies));
    all.add(new Scenario<>("a not sampled parent leaves no span", ClientScenarios::notSampled));
    all.add(new Scenario<>("an error status is an error", ClientScenarios::errors));
    all.add(
        new Scenario<>("an own trace header is replaced", run -> ownHeaders(run, "traceparent")));
    all.add(
        new Scenario<>(
            "an own trace header in mixed case is replaced",
            run -> ownHeaders(run, "TraceParent")));
    all.add(new Scenario<>("chosen headers are recorded", ClientScenarios::headers));
    if (!client.can(ClientTrait.CONNECTS_FIRST)) {
      all.add(new Scenario<>("a refused connection is an error", ClientScenarios::refused));
    }
    all.add(new Scenario<>("no answer in time is an error", ClientScenarios::timedOut));
    all.add(new Scenario<>("a slow body", ClientScenarios::slowBody));
    all.add(new Scenario<>("concurrent calls are not mixed up", run -> concurrent(run, c -> c)));
    if (client.can(ClientTrait.REUSE)) {
      all.add(new Scenario<>("a request sent twice has two spans", ClientScenarios::reuse));
    }
    if (client.can(ClientTrait.ANY_METHOD)) {
      all.add(new Scenario<>("an unknown method is _OTHER", ClientScenarios::otherMethod));
    }
    if (client.can(ClientTrait.REDIRECTS)) {
      all.add(new Scenario<>("one redirect", run -> redirects(run, "/redirect", 2)));
      all.add(new Scenario<>("two redirects", run -> redirects(run, "/another-redirect", 3)));
      all.add(new Scenario<>("endless redirects", ClientScenarios::endlessRedirects));
    }
    if (client.can(ClientTrait.CALLBACK)) {
      all.add(new Scenario<>("a callback with a parent", ClientScenarios::callback));
      all.add(new Scenario<>("a callback without a parent", ClientScenarios::rootCallback));
      if (!client.can(ClientTrait.CONNECTS_FIRST)) {
        all.add(new Scenario<>("a callback told of a failure", ClientScenarios::refusedCallback));
      }
      all.add(
          new Scenario<>(
              "concurrent callbacks are not mixed up",
              run -> concurrent(run, ClientCall::withCallback)));
    }
    all.add(new Scenario<>("each call was recorded once", ClientRun::checkThatEachWasRecordedOnce));
    return all;
  }

  private static void root(ClientRun run) {
    run.spanOf(run.get("/success").root());
  }

  private static void child(ClientRun run) {
    ReceivedSpan span = run.spanOf(run.get("/success"));
    assertThat(span.exceptions()).isEmpty();
  }

  private static void query(ClientRun run) {
    run.spanOf(run.get("/success?with=params"));
  }

  private static void bodies(ClientRun run) {
    run.spanOf(run.call("POST", "/success"));
    run.spanOf(run.call("PUT", "/success"));
  }

  private static void notSampled(ClientRun run) {
    ClientCall call = run.get("/success");
    ClientRun.Outcome outcome = run.run(call, "00");
    assertThat(outcome.result()).isEqualTo("status=200 body=" + call.id());
    assertThat(run.arrivals(call)).hasSize(1);
    assertThat(run.arrivals(call).get(0).getFirst("traceparent"))
        .startsWith("00-" + outcome.trace() + "-")
        .endsWith("-00");
    run.spanOf(run.get("/success"));
    assertThat(run.traceOf(outcome)).isEmpty();
  }

  private static void errors(ClientRun run) {
    run.checked(failing(run, "/error", 500), 500);
    run.checked(failing(run, "/client-error", 400), 400);
  }

  private static ClientRun.Outcome failing(ClientRun run, String path, int status) {
    ClientRun.Outcome outcome = run.run(run.get(path));
    assertThat(outcome.result()).startsWith("status=" + status + " ");
    return outcome;
  }

  private static void ownHeaders(ClientRun run, String name) {
    ClientCall call =
        run.get("/success")
            .withHeader(name, "00-" + TraceIds.trace() + "-" + TraceIds.span() + "-01");
    run.spanOf(call);
  }

  private static void headers(ClientRun run) {
    ClientCall call = run.get("/success").withHeader("X-Test-Request", "test");
    assertThat(run.spanOf(call).attributes())
        .containsEntry("http.request.header.x-test-request", "[test]")
        .containsEntry("http.response.header.x-test-response", "[test]");
    assertThat(run.arrivals(call).get(0).get("X-Test-Request")).containsExactly("test");
  }

  private static void refused(ClientRun run) throws Exception {
    ClientRun.Outcome outcome = run.run(toClosedPort());
    assertThat(outcome.result()).startsWith("error=");
    assertThat(run.checked(outcome, 0).exceptions()).hasSize(1);
  }

  private static ClientCall toClosedPort() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    return ClientCall.of("GET", URI.create("http://localhost:" + port), "/success");
  }

  private static void timedOut(ClientRun run) {
    ClientRun.Outcome outcome = run.run(run.get("/read-timeout"));
    assertThat(outcome.result()).startsWith("error=");
    assertThat(run.checked(outcome, 0).exceptions()).hasSize(1);
  }

  private static void slowBody(ClientRun run) {
    ReceivedSpan span = run.spanOf(run.get("/long-request"));
    long nanos = span.endEpochNanos() - span.startEpochNanos();
    if (run.can(ClientTrait.ENDS_WITH_BODY)) {
      assertThat(nanos).isGreaterThanOrEqualTo(BODY_NANOS * 9 / 10);
    } else {
      assertThat(nanos).isLessThan(BODY_NANOS * 2);
    }
  }

  private static void reuse(ClientRun run) {
    ClientCall call = run.get("/success").with("times", "2");
    ClientRun.Outcome outcome = run.run(call);
    List<ReceivedSpan> spans = run.spans(call, 2);
    List<Headers> arrivals = run.arrivals(call);
    assertThat(arrivals).hasSize(2);
    for (int i = 0; i < 2; i++) {
      new ExpectedClientSpan(call, 200).check(spans.get(i));
      run.checkParent(outcome, spans.get(i));
      ClientRun.checkSent(spans.get(i), arrivals.get(i));
    }
  }

  private static void otherMethod(ClientRun run) {
    run.spanOf(run.call("TEST", "/success"));
  }

  private static void redirects(ClientRun run, String path, int requests) {
    ClientCall call = run.get(path);
    if (!run.can(ClientTrait.SPAN_PER_SEND)) {
      run.spanOf(call);
      assertThat(run.arrivals(call)).hasSize(requests);
      return;
    }
    ClientRun.Outcome outcome = run.run(call);
    assertThat(outcome.result()).isEqualTo("status=200 body=" + call.id());
    checkResends(run, outcome, requests);
  }

  private static void endlessRedirects(ClientRun run) {
    ClientCall call = run.get("/circular-redirect");
    ClientRun.Outcome outcome = run.run(call);
    int requests = run.arrivals(call).size();
    assertThat(requests).isGreaterThan(1);
    if (run.can(ClientTrait.SPAN_PER_SEND)) {
      checkResends(run, outcome, requests);
    } else {
      run.checkParent(outcome, run.spans(call, 1).get(0));
    }
  }

  /** Each request has its own span, which counts how often the call was sent before. */
  private static void checkResends(ClientRun run, ClientRun.Outcome outcome, int requests) {
    List<ReceivedSpan> spans = run.spans(outcome.call(), requests);
    List<Headers> arrivals = run.arrivals(outcome.call());
    assertThat(arrivals).hasSize(requests);
    for (int i = 0; i < requests; i++) {
      Map<String, String> attributes = spans.get(i).attributes();
      assertThat(attributes.get("http.request.resend_count"))
          .isEqualTo(i == 0 ? null : Integer.toString(i));
      run.checkParent(outcome, spans.get(i));
      ClientRun.checkSent(spans.get(i), arrivals.get(i));
    }
  }

  private static void callback(ClientRun run) {
    ClientCall call = run.get("/success").withCallback();
    ReceivedSpan span = run.spanOf(call);
    ReceivedSpan inCallback = run.callbackSpan(call);
    if (run.can(ClientTrait.CALLBACK_IN_PARENT)) {
      assertThat(inCallback.key().traceId()).isEqualTo(span.key().traceId());
      assertThat(inCallback.parentSpanId()).isEqualTo(span.parentSpanId());
    }
  }

  private static void rootCallback(ClientRun run) {
    ClientCall call = run.get("/success").root().withCallback();
    ReceivedSpan span = run.spanOf(call);
    ReceivedSpan inCallback = run.callbackSpan(call);
    assertThat(inCallback.parentSpanId()).isEmpty();
    assertThat(inCallback.key().traceId()).isNotEqualTo(span.key().traceId());
  }

  private static void refusedCallback(ClientRun run) throws Exception {
    ClientCall call = toClosedPort().withCallback();
    ClientRun.Outcome outcome = run.run(call);
    assertThat(outcome.result()).startsWith("error=");
    run.checked(outcome, 0);
  }

  private static void concurrent(ClientRun run, UnaryOperator<ClientCall> mode) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<ReceivedSpan>> pending = new ArrayList<>();
      for (int i = 0; i < CONCURRENT; i++) {
        pending.add(threads.submit(() -> run.spanOf(mode.apply(run.get("/success")))));
      }
      for (Future<ReceivedSpan> call : pending) {
        call.get(1, TimeUnit.MINUTES);
      }
    } finally {
      threads.shutdownNow();
    }
  }
}
