package io.pillion.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.agent.testing.AppRun;
import io.pillion.agent.testing.Jdk;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(180)
class ExecutorsIT {
  private static final String APP = "io.pillion.agent.app.HopsApp";
  private static final String ONLY_HOPS =
      "log.level=warn,instrumentation.java-http-server.enabled=false";

  @ParameterizedTest
  @EnumSource(Jdk.class)
  void workOnOtherThreadsStaysItsRequests(Jdk jdk) throws Exception {
    AppRun run = AppRun.of(jdk, List.of(AppRun.agentFlag(ONLY_HOPS)), APP);

    assertThat(run.exitCode()).as("%s", run).isZero();
    assertThat(run.lines("hop")).allMatch(line -> line.endsWith(" ok")).hasSizeGreaterThan(45);
    assertThat(run.lines("thread")).containsExactly("not carried");
    assertThat(run.lines("mixed-up")).as("%s", run).containsExactly("0");
    if (jdk == Jdk.JDK_25) {
      assertThat(run.lines("virtual-threads")).containsExactly("10000");
    }
    assertThat(run.lines("alive")).containsExactly("0");
    assertThat(run.lines("tracked")).containsExactly("0");
    assertThatPoolsBehave(run);
  }

  @ParameterizedTest
  @EnumSource(Jdk.class)
  void plainThreadsCarryContextWhereAsked(Jdk jdk) throws Exception {
    String asked = ONLY_HOPS + ",instrumentation.thread-start.enabled=true";
    AppRun run = AppRun.of(jdk, List.of(AppRun.agentFlag(asked)), APP, "threads");

    assertThat(run.exitCode()).as("%s", run).isZero();
    assertThat(run.lines("thread")).containsExactly("carried");
    assertThatPoolsBehave(run);
  }

  private static void assertThatPoolsBehave(AppRun run) {
    assertThat(run.lines("manners")).allMatch(line -> line.endsWith(" ok")).hasSize(12);
    assertThat(run.lines("left")).containsExactly("0");
    assertThat(run.lines("failures")).containsExactly("0");
    assertThat(run.lines("untracked")).containsExactly("0");
    assertThat(run.err()).allMatch(line -> line.startsWith("WARNING: ") && line.contains("Unsafe"));
  }
}
