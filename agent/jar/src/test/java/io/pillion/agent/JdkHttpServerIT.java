package io.pillion.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.agent.testing.AppRun;
import io.pillion.agent.testing.Jdk;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(180)
class JdkHttpServerIT {
  private static final String APP = "io.pillion.agent.app.JdkServerApp";

  @ParameterizedTest
  @EnumSource(Jdk.class)
  void everyExchangeIsRecordedAndTheApplicationBehavesAsWithoutTheAgent(Jdk jdk) throws Exception {
    AppRun plain = AppRun.of(jdk, List.of(), APP);
    AppRun traced = AppRun.of(jdk, List.of(AppRun.agentFlag("")), APP, "record");

    assertThat(traced.exitCode()).as("%s", traced).isZero();
    assertThat(traced.lines("behaviour"))
        .filteredOn(line -> !line.contains("denied"))
        .containsExactlyElementsOf(
            plain.lines("behaviour").stream().filter(line -> !line.contains("denied")).toList())
        .contains("mix-ups=0");
    assertThat(traced.line("behaviour", "denied"))
        .contains("status=403", "body=denied by policy\\n", "text/plain; charset=utf-8")
        .doesNotContain("the application ran", "x-app");
    assertThat(traced.lines("failures")).containsExactly("0");
    assertThat(traced.line("count", "started=")).matches("started=([0-9]+) ended=\\1");

    assertThat(traced.line("span", "raw=/hello/a%2Fb;v=1"))
        .isEqualTo(
            "GET http raw=/hello/a%2Fb;v=1 resolved=/hello/a/b;v=1 query=x=1&y=%20 protocol=1.1"
                + " parent=[from-client] x-absent=null peer=127.0.0.1 ports=true route=/hello"
                + " status=200 error=none");
    assertThat(traced.line("span", "POST")).contains("status=200");
    assertThat(traced.line("span", "HEAD")).contains("status=204");
    assertThat(traced.line("span", "GET http raw=/empty")).contains("status=204");
    assertThat(traced.lines("span"))
        .filteredOn(line -> line.contains("raw=/fail "))
        .isNotEmpty()
        .allMatch(line -> line.endsWith("error=java.lang.IllegalStateException:handler failed"));
    assertThat(traced.line("span", "raw=/fail-after-answer"))
        .contains("status=200 error=java.io.IOException:failed after the answer");
    assertThat(traced.line("span", "raw=/async ")).contains("status=202 error=none");
    assertThat(traced.line("span", "raw=/async-empty")).contains("status=204 error=none");
    assertThat(traced.line("span", "raw=/filtered")).contains("status=200 error=none");
    assertThat(traced.line("span", "raw=/denied")).contains("status=403 error=none");
  }
}
