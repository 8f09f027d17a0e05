package io.pillion.instrumentation.testing;

import static org.assertj.core.api.Assertions.assertThat;

import examples.pillion.demo.Jdk;
import examples.pillion.demo.Jdks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/**
 * With the agent a server sends, byte for byte, what it sends without: tens of thousands of
 * requests on raw connections, pipelined, many at once, large, cut off and upgraded.
 */
@Timeout(300)
class EqualityIT {
  private static final int LEAST_SPANS = 1_000;

  @TestFactory
  List<DynamicTest> servers() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (EqualityUnderTest server : EqualityUnderTest.values()) {
      for (Jdk jdk : server.jdks(Jdks.all())) {
        tests.add(DynamicTest.dynamicTest(server + " on " + jdk, () -> sameBytes(server, jdk)));
      }
    }
    return tests;
  }

  /** In a lab of its own, whose many spans are in nobody's way. */
  private static void sameBytes(EqualityUnderTest server, Jdk jdk) throws Exception {
    assertThat(2 * Conversations.requests()).isGreaterThanOrEqualTo(50_000);
    try (Lab lab = Lab.withoutPolicy()) {
      Map<String, String> without = transcripts(lab, server.app(), jdk, AgentUnderTest.NONE);
      Map<String, String> with = transcripts(lab, server.app(), jdk, AgentUnderTest.PILLION);
      checkThatMuchWasAsked(server, without);
      List<String> differences = new ArrayList<>();
      without.forEach(
          (name, sent) -> {
            if (!sent.equals(with.get(name))) {
              differences.add(name + " " + Transcript.difference(sent, with.get(name)));
            }
          });
      assertThat(differences).isEmpty();
    }
  }

  private static Map<String, String> transcripts(
      Lab lab, AppSource source, Jdk jdk, AgentUnderTest agent) throws Exception {
    try (RunningApp app = lab.start(source, jdk, agent)) {
      Map<String, String> transcripts = Conversations.transcripts(app.port());
      if (agent == AgentUnderTest.PILLION) {
        app.await(LEAST_SPANS, "any", span -> span.kind().equals("SERVER"));
      }
      return transcripts;
    }
  }

  private static void checkThatMuchWasAsked(
      EqualityUnderTest server, Map<String, String> transcripts) {
    assertThat(transcripts.get("GET /fixed/" + Conversations.LARGE))
        .startsWith("HTTP/1.1 200")
        .contains("length=" + Conversations.LARGE + " ");
    if (server.upgrades()) {
      assertThat(transcripts.get("upgrade 1"))
          .startsWith("HTTP/1.1 101")
          .endsWith("HELLO WORLD".repeat(50));
    }
    assertThat(transcripts.get("POST /count in chunks, " + Conversations.LARGE + " bytes"))
        .contains("received " + Conversations.LARGE + " ");
    assertThat(Pattern.compile("HTTP/1.1 ").matcher(transcripts.get("pipelined 3")).results())
        .hasSize(Conversations.PIPELINED);
  }
}
