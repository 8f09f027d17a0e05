package io.pillion.instrumentation.testing;

import static org.assertj.core.api.Assertions.assertThat;

import examples.pillion.demo.Jdk;
import examples.pillion.demo.Jdks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every server: what is exported, and that the application answers as without us. */
@ExtendWith(LabExtension.class)
@Timeout(600)
class ServersIT {

  @TestFactory
  List<DynamicNode> servers(Lab lab) throws IOException {
    List<DynamicNode> nodes = new ArrayList<>();
    for (ServerUnderTest server : ServerUnderTest.values()) {
      if (server.turn().comes(server)) {
        for (Jdk jdk : Selection.jdks(server, Jdks.all())) {
          nodes.add(DynamicContainer.dynamicContainer(server + " on " + jdk, on(lab, server, jdk)));
        }
      }
    }
    return nodes;
  }

  private static Stream<DynamicNode> on(Lab lab, ServerUnderTest server, Jdk jdk) {
    LateRun<ServerRun> late =
        new LateRun<>(
            () -> new ServerRun(server, lab.start(server.app(), jdk, AgentUnderTest.PILLION)));
    Stream<DynamicNode> scenarios =
        ServerScenarios.of(server).stream()
            .map(s -> DynamicTest.dynamicTest(s.name(), () -> s.body().run(late.get())));
    Stream<DynamicNode> others =
        Stream.of(
            DynamicTest.dynamicTest("a denied request is answered 403", () -> denied(late.get())),
            DynamicTest.dynamicTest(
                "answers are those without an agent", () -> sameAnswers(lab, server, jdk, late)));
    return Stream.concat(scenarios, others).onClose(late::close);
  }

  private static void denied(ServerRun run) {
    RawRequest request = run.marked(RawRequest.get(Lab.DENIED));
    RawResponse response = run.app().send(request);
    assertThat(response.status()).isEqualTo(403);
    assertThat(response.body()).doesNotContain("the application ran");
    assertThat(run.recordedSpan(request).attributes())
        .containsEntry("http.response.status_code", "403")
        .containsKey("pillion.policy.reason");
  }

  private static void sameAnswers(
      Lab lab, ServerUnderTest server, Jdk jdk, LateRun<ServerRun> traced) throws Exception {
    try (ServerRun plain =
        new ServerRun(server, lab.start(server.app(), jdk, AgentUnderTest.NONE))) {
      assertThat(answers(traced.get())).isEqualTo(answers(plain));
    }
  }

  private static Map<String, RawResponse> answers(ServerRun run) {
    List<RawRequest> requests =
        List.of(
            RawRequest.get("/success"),
            RawRequest.of("HEAD", "/success"),
            RawRequest.get("/redirect"),
            RawRequest.get("/error-status"),
            RawRequest.get("/exception"),
            RawRequest.get("/notFound"),
            RawRequest.get("/query?some=query&x=%20"),
            RawRequest.get("/captureHeaders").header("X-Test-Request", "test"),
            RawRequest.get("/path/123/param"),
            RawRequest.of("TEST", "/success"),
            RawRequest.of("POST", "/child-from-request-body").chunked("same-answers"));
    Map<String, RawResponse> answers = new LinkedHashMap<>();
    for (RawRequest request : requests) {
      RawResponse answer = run.app().send(request);
      answers.put(request.toString(), answer.comparable(run.app().port()));
    }
    return answers;
  }
}
