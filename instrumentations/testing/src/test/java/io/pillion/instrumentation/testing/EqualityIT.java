package io.pillion.instrumentation.testing;

import static org.assertj.core.api.Assertions.assertThat;

import examples.pillion.demo.Jdk;
import examples.pillion.demo.Jdks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * With the agent a server sends, byte for byte, what it sends without: tens of thousands of
 * requests on raw connections, pipelined, many at once, large, cut off and upgraded.
 */
@Timeout(300)
class EqualityIT {
  private static final int LEAST_SPANS = 1_000;

  @Test
  void tomcatSendsTheSameBytes() throws Exception {
    sameBytes(
        AppSource.of("EqualityTomcatApp", "equality-tomcat").and("equality").with("tomcat-10.1"),
        Jdks.all().get(0));
  }

  @Test
  void nettySendsTheSameBytes() throws Exception {
    List<Jdk> jdks = Jdks.all();
    sameBytes(
        AppSource.of("EqualityNettyApp", "equality-netty").and("equality").with("netty-4.2"),
        jdks.get(jdks.size() - 1));
  }

  /** In a lab of its own, whose many spans are in nobody's way. */
  private static void sameBytes(AppSource source, Jdk jdk) throws Exception {
    assertThat(2 * Conversations.requests()).isGreaterThanOrEqualTo(50_000);
    try (Lab lab = Lab.withoutPolicy()) {
      Map<String, String> without = transcripts(lab, source, jdk, AgentUnderTest.NONE);
      Map<String, String> with = transcripts(lab, source, jdk, AgentUnderTest.PILLION);
      checkThatMuchWasAsked(without);
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

  private static void checkThatMuchWasAsked(Map<String, String> transcripts) {
    assertThat(transcripts.get("GET /fixed/" + Conversations.LARGE))
        .startsWith("HTTP/1.1 200")
        .contains("length=" + Conversations.LARGE + " ");
    assertThat(transcripts.get("upgrade 1"))
        .startsWith("HTTP/1.1 101")
        .endsWith("HELLO WORLD".repeat(50));
    assertThat(transcripts.get("POST /count in chunks, " + Conversations.LARGE + " bytes"))
        .contains("received " + Conversations.LARGE + " ");
    assertThat(Pattern.compile("HTTP/1.1 ").matcher(transcripts.get("pipelined 3")).results())
        .hasSize(Conversations.PIPELINED);
  }
}
