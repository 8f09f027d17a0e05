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

/** One call by RestClient or RestTemplate is one span, whichever client they use. */
@ExtendWith(LabExtension.class)
@Timeout(120)
class SpringClientsIT {
  private static final AppSource APP =
      AppSource.of("SpringClientsApp", "spring-clients").with("spring-clients");

  @ParameterizedTest
  @MethodSource("examples.pillion.demo.Jdks#all")
  void eachCallIsOneSpanAndIsSentWithIt(Jdk jdk, Lab lab) throws IOException {
    try (RunningApp app = lab.start(APP, jdk, AgentUnderTest.PILLION)) {
      for (String spring : List.of("client", "template")) {
        for (String client : List.of("jdk", "connection", "apache")) {
          isOneSpan(app, "/" + spring + "-" + client);
        }
      }
    }
  }

  private static void isOneSpan(RunningApp app, String path) {
    String id = TraceIds.span();
    String trace = TraceIds.trace();
    RawRequest request =
        RawRequest.get(path + "?" + id)
            .header("traceparent", "00-" + trace + "-" + TraceIds.span() + "-01");
    assertThat(app.send(request).body()).as(path).isEqualTo(id);

    List<ReceivedSpan> spans = app.await(2, path, span -> span.key().traceId().equals(trace));
    assertThat(spans).as(path).hasSize(2);
    ReceivedSpan call =
        spans.stream().filter(span -> span.kind().equals("CLIENT")).findFirst().orElseThrow();
    ReceivedSpan served =
        spans.stream().filter(span -> span.kind().equals("SERVER")).findFirst().orElseThrow();
    assertThat(call.parentSpanId()).as(path).isEqualTo(served.key().spanId());
    assertThat(call.attributes()).as(path).containsEntry("http.response.status_code", "200");
    assertThat(app.childCall(id).getFirst("traceparent"))
        .as(path)
        .isEqualTo("00-" + trace + "-" + call.key().spanId() + "-01");
  }
}
