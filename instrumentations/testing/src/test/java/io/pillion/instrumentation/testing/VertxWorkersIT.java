package io.pillion.instrumentation.testing;

import static org.assertj.core.api.Assertions.assertThat;

import examples.pillion.demo.Jdk;
import examples.pillion.demo.ReceivedSpan;
import examples.pillion.demo.TraceIds;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Work that waits for Vert.x's workers belongs to its submitter, and closing ends what runs. */
@ExtendWith(LabExtension.class)
@Timeout(120)
class VertxWorkersIT {
  private static final AppSource APP =
      AppSource.of("VertxWorkersApp", "vertx-workers").with("vertx-5.0");

  @ParameterizedTest
  @MethodSource("examples.pillion.demo.Jdks#all")
  void workIsItsSubmittersAndClosingCompletes(Jdk jdk, Lab lab) throws IOException {
    try (RunningApp app = lab.start(APP, jdk, AgentUnderTest.PILLION)) {
      queuedWorkIsItsSubmitters(app);
      assertThat(app.send(RawRequest.get("/executor")).body()).isEqualTo("interrupted");
    }
  }

  private static void queuedWorkIsItsSubmitters(RunningApp app) throws IOException {
    String first = TraceIds.span();
    String second = TraceIds.span();
    RawRequest firstRequest = traced("/work?" + first, TraceIds.trace());
    RawRequest secondRequest = traced("/work?" + second, TraceIds.trace());
    try (RawConnection one = new RawConnection(app.port());
        RawConnection other = new RawConnection(app.port())) {
      one.send(List.of(firstRequest));
      other.send(List.of(secondRequest));
      assertThat(one.receive(firstRequest).body()).isEqualTo(first);
      assertThat(other.receive(secondRequest).body()).isEqualTo(second);
    }
    isChildOfItsRequest(app, first, firstRequest);
    isChildOfItsRequest(app, second, secondRequest);
  }

  private static RawRequest traced(String target, String trace) {
    return RawRequest.get(target)
        .header("traceparent", "00-" + trace + "-" + TraceIds.span() + "-01");
  }

  private static void isChildOfItsRequest(RunningApp app, String id, RawRequest request) {
    String sent = app.childCall(id).getFirst("traceparent");
    String trace = sent.split("-")[1];
    assertThat(request.headers().get(0)).contains(trace);
    List<ReceivedSpan> spans = app.await(2, id, span -> span.key().traceId().equals(trace));
    assertThat(spans).hasSize(2);
    ReceivedSpan call =
        spans.stream().filter(span -> span.kind().equals("CLIENT")).findFirst().orElseThrow();
    ReceivedSpan served =
        spans.stream().filter(span -> span.kind().equals("SERVER")).findFirst().orElseThrow();
    assertThat(call.parentSpanId()).isEqualTo(served.key().spanId());
  }
}
