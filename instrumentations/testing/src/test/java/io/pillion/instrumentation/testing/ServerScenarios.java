package io.pillion.instrumentation.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.Headers;
import examples.pillion.demo.ReceivedSpan;
import examples.pillion.demo.TraceIds;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** What every HTTP server must make of requests, whatever agent looks on. */
final class ServerScenarios {
  private static final String TRACE = "00000000000000000000000000000123";
  private static final String PARENT = "0000000000000456";
  private static final int CONCURRENT = 100;
  private static final int THREADS = 16;
  private static final int AHEAD = 10;

  private ServerScenarios() {}

  /** Those that the server can do, in the order to run them. */
  static List<Scenario<ServerRun>> of(ServerUnderTest server) {
    List<Scenario<ServerRun>> all = new ArrayList<>();
    all.add(new Scenario<>("successful requests are roots", ServerScenarios::success));
    all.add(new Scenario<>("a parent is kept, mixed case", run -> parent(run, "tracePARENT")));
    all.add(new Scenario<>("a parent is kept, upper case", run -> parent(run, "TRACEPARENT")));
    all.add(new Scenario<>("a not sampled parent leaves no span", ServerScenarios::notSampled));
    all.add(new Scenario<>("trace state goes on", ServerScenarios::traceState));
    all.add(new Scenario<>("baggage of one line goes on", run -> baggage(run, "a=1,b=2")));
    all.add(new Scenario<>("baggage of two lines goes on", run -> baggage(run, "a=1", "b=2")));
    all.add(new Scenario<>("a query is recorded", ServerScenarios::query));
    all.add(new Scenario<>("a redirect is no error", ServerScenarios::redirect));
    all.add(new Scenario<>("an error status is an error", ServerScenarios::error));
    all.add(new Scenario<>("an exception is an error", ServerScenarios::exception));
    if (server.can(ServerTrait.SHOWS_MISSING)) {
      all.add(new Scenario<>("a missing page is no error", ServerScenarios::missing));
    }
    all.add(new Scenario<>("a path parameter is not in the name", ServerScenarios::parameter));
    if (server.can(ServerTrait.ANY_METHOD)) {
      all.add(new Scenario<>("an unknown method is _OTHER", ServerScenarios::otherMethod));
    }
    all.add(new Scenario<>("chosen headers are recorded", ServerScenarios::headers));
    all.add(new Scenario<>("concurrent requests are not mixed up", ServerScenarios::concurrent));
    if (server.can(ServerTrait.PIPELINING)) {
      all.add(new Scenario<>("pipelined requests are not mixed up", ServerScenarios::pipelined));
      all.add(new Scenario<>("pipelined bodies are not mixed up", ServerScenarios::bodies));
    }
    all.add(
        new Scenario<>("each request was recorded once", ServerRun::checkThatEachWasRecordedOnce));
    return all;
  }

  private static void success(ServerRun run) {
    for (int i = 0; i < 3; i++) {
      ReceivedSpan span = run.spanOf(run.marked(RawRequest.get("/success")), 200);
      assertThat(span.parentSpanId()).isEmpty();
      assertThat(span.attributes()).doesNotContainKey("error.type");
      assertThat(span.exceptions()).isEmpty();
    }
  }

  private static void parent(ServerRun run, String header) {
    RawRequest request =
        run.marked(RawRequest.get("/success")).header(header, traceParent(TRACE, "01"));
    ReceivedSpan span = run.spanOf(request, 200);
    assertThat(span.key().traceId()).isEqualTo(TRACE);
    assertThat(span.parentSpanId()).isEqualTo(PARENT);
  }

  private static String traceParent(String trace, String flags) {
    return "00-" + trace + "-" + PARENT + "-" + flags;
  }

  private static void notSampled(ServerRun run) {
    String id = TraceIds.span();
    String trace = TraceIds.trace();
    RawRequest request =
        run.marked(RawRequest.get("/child?id=" + id))
            .header("traceparent", traceParent(trace, "00"));
    assertThat(run.app().send(request).body()).isEqualTo(id);
    assertThat(run.app().childCall(id).getFirst("traceparent"))
        .startsWith("00-" + trace + "-")
        .endsWith("-00");
    run.recordedSpan(sent(run, run.marked(RawRequest.get("/success"))));
    assertThat(run.app().now(span -> span.key().traceId().equals(trace))).isEmpty();
  }

  private static RawRequest sent(ServerRun run, RawRequest request) {
    run.app().send(request);
    return request;
  }

  private static void traceState(ServerRun run) {
    String id = TraceIds.span();
    RawRequest request =
        run.marked(RawRequest.get("/child?id=" + id))
            .header("traceparent", traceParent(TraceIds.trace(), "01"))
            .header("tracestate", "vendor=state,other=1");
    run.spanOf(request, 200);
    assertThat(run.app().childCall(id).get("tracestate")).containsExactly("vendor=state,other=1");
  }

  private static void baggage(ServerRun run, String... lines) {
    String id = TraceIds.span();
    RawRequest request = run.marked(RawRequest.get("/child?id=" + id));
    for (String line : lines) {
      request = request.header("baggage", line);
    }
    run.spanOf(request, 200);
    List<String> sent = run.app().childCall(id).get("baggage");
    assertThat(sent).as("baggage of the call").hasSize(1);
    assertThat(sent.get(0).split(",")).containsExactlyInAnyOrder("a=1", "b=2");
  }

  private static void query(ServerRun run) {
    run.spanOf(run.marked(RawRequest.get("/query?some=query")), 200);
  }

  private static void redirect(ServerRun run) {
    ReceivedSpan span = run.spanOf(run.marked(RawRequest.get("/redirect")), 302);
    assertThat(span.attributes()).doesNotContainKey("error.type");
  }

  private static void error(ServerRun run) {
    ReceivedSpan span = run.spanOf(run.marked(RawRequest.get("/error-status")), 500);
    assertThat(span.exceptions()).isEmpty();
  }

  private static void exception(ServerRun run) {
    int status = run.can(ServerTrait.ANSWERS_EXCEPTIONS) ? 500 : 0;
    ReceivedSpan span = run.spanOf(run.marked(RawRequest.get("/exception")), status);
    if (run.can(ServerTrait.SHOWS_EXCEPTIONS)) {
      assertThat(span.exceptions())
          .containsExactly("java.lang.IllegalStateException: controller exception");
      if (status == 0) {
        assertThat(span.attributes())
            .containsEntry("error.type", "java.lang.IllegalStateException");
      }
    }
  }

  private static void missing(ServerRun run) {
    ReceivedSpan span = run.spanOf(run.marked(RawRequest.get("/notFound")), 404);
    assertThat(span.attributes()).doesNotContainKey("error.type");
  }

  private static void parameter(ServerRun run) {
    run.spanOf(run.marked(RawRequest.get("/path/123/param")), 200);
  }

  private static void headers(ServerRun run) {
    RawRequest request =
        run.marked(RawRequest.get("/captureHeaders")).header("X-Test-Request", "test");
    assertThat(run.spanOf(request, 200).attributes())
        .containsEntry("http.request.header.x-test-request", "[test]")
        .containsEntry("http.response.header.x-test-response", "[test]");
  }

  private static void otherMethod(ServerRun run) {
    run.spanOf(run.marked(RawRequest.of("TEST", "/success")), 200);
  }

  private static void concurrent(ServerRun run) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<ChildRequest>> pending = new ArrayList<>();
      for (int i = 0; i < CONCURRENT; i++) {
        pending.add(threads.submit(() -> ChildRequest.byQuery(run).send(run)));
      }
      for (Future<ChildRequest> request : pending) {
        request.get(1, TimeUnit.MINUTES).check(run);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static void pipelined(ServerRun run) throws Exception {
    pipeline(run, many(run, false));
  }

  private static void bodies(ServerRun run) throws Exception {
    pipeline(run, many(run, true));
  }

  private static List<ChildRequest> many(ServerRun run, boolean byBody) {
    List<ChildRequest> requests = new ArrayList<>();
    for (int i = 0; i < AHEAD; i++) {
      requests.add(byBody ? ChildRequest.byBody(run) : ChildRequest.byQuery(run));
    }
    return requests;
  }

  private static void pipeline(ServerRun run, List<ChildRequest> requests) throws Exception {
    try (RawConnection connection = new RawConnection(run.app().port())) {
      connection.send(requests.stream().map(ChildRequest::request).toList());
      for (ChildRequest request : requests) {
        assertThat(connection.receive(request.request()).body()).isEqualTo(request.id());
      }
    }
    for (ChildRequest request : requests) {
      request.check(run);
    }
  }

  /** A request of a trace of its own that makes the application call the test. */
  private record ChildRequest(String id, String trace, RawRequest request) {

    static ChildRequest byQuery(ServerRun run) {
      String id = TraceIds.span();
      return of(run, id, RawRequest.get("/child?id=" + id));
    }

    static ChildRequest byBody(ServerRun run) {
      String id = TraceIds.span();
      return of(run, id, RawRequest.of("POST", "/child-from-request-body").chunked(id));
    }

    private static ChildRequest of(ServerRun run, String id, RawRequest request) {
      String trace = TraceIds.trace();
      return new ChildRequest(
          id, trace, run.marked(request).header("traceparent", traceParent(trace, "01")));
    }

    ChildRequest send(ServerRun run) {
      assertThat(run.app().send(request).body()).isEqualTo(id);
      return this;
    }

    /** The call's parent is the request's span, and the call carries the call's span. */
    void check(ServerRun run) {
      ReceivedSpan server = run.checked(request, 200);
      assertThat(server.key().traceId()).isEqualTo(trace);
      Headers call = run.app().childCall(id);
      List<ReceivedSpan> clients =
          run.app()
              .await(
                  1,
                  "call of " + request,
                  span -> span.kind().equals("CLIENT") && span.key().traceId().equals(trace));
      assertThat(clients).hasSize(1);
      assertThat(clients.get(0).parentSpanId()).isEqualTo(server.key().spanId());
      assertThat(clients.get(0).attributes().get("url.full")).endsWith("/echo?id=" + id);
      assertThat(call.get("traceparent"))
          .containsExactly("00-" + trace + "-" + clients.get(0).key().spanId() + "-01");
      assertThat(server.endEpochNanos()).isGreaterThanOrEqualTo(clients.get(0).endEpochNanos());
    }
  }
}
