package io.pillion.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.agent.testing.AppRun;
import io.pillion.agent.testing.Jdk;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(240)
class ServletContainersIT {

  static Stream<Arguments> containers() {
    return Stream.of("TomcatApp", "JettyApp", "UndertowApp")
        .flatMap(app -> Stream.of(Jdk.values()).map(jdk -> Arguments.of(app, jdk)));
  }

  @ParameterizedTest
  @MethodSource("containers")
  void everyRequestIsRecordedOnceAndTheApplicationBehavesAsWithoutTheAgent(String app, Jdk jdk)
      throws Exception {
    String main = "io.pillion.agent.app." + app;
    AppRun plain = AppRun.of(jdk, List.of(), main);
    AppRun traced = AppRun.of(jdk, List.of(AppRun.agentFlag("")), main, "record");

    assertThat(traced.exitCode()).as("%s", traced).isZero();
    assertThat(allowed(traced)).containsExactlyElementsOf(allowed(plain)).hasSizeGreaterThan(10);
    assertThat(allowed(traced)).filteredOn("mix-ups=0"::equals).hasSize(2);
    assertThat(traced.line("behaviour", "GET /shop/denied"))
        .contains("status=403", "body=denied by policy\\n", "text/plain;")
        .doesNotContain("x-filter", "x-application-ran", "GET /denied null");
    assertThat(traced.line("behaviour", "HEAD /shop/denied")).contains("status=403");
    assertThat(traced.lines("failures")).containsExactly("0");
    assertThat(traced.lines("count")).containsExactly("started=1617 ended=1617");
    assertSpans(traced);
  }

  private static void assertSpans(AppRun traced) {
    assertThat(traced.line("span", "query=x=1"))
        .isEqualTo(
            "GET http raw=/shop/hello/a%20b;v=1 resolved=/shop/hello/a b query=x=1&y=%20"
                + " protocol=1.1 parent=[from-client] x-absent=null peer=127.0.0.1 ports=true"
                + " route=/shop/hello/* status=200 error=none");
    assertThat(traced.line("span", "raw=/shop/exact")).contains("route=/shop/exact status=203");
    assertThat(traced.line("span", "raw=/shop/page.do")).contains("route=/shop/*.do status=200");
    assertThat(traced.line("span", "raw=/shop/missing")).contains("route=null status=404");
    assertThat(traced.line("span", "raw=/shop/not-found")).contains("status=404 error=none");
    assertThat(traced.line("span", "raw=/shop/forward"))
        .contains("route=/shop/forward status=200 error=none");
    assertThat(traced.line("span", "raw=/shop/async ")).contains("status=202 error=none");
    assertThat(traced.line("span", "raw=/shop/async-dispatch "))
        .contains("route=/shop/async-dispatch status=200 error=none");
    assertThat(traced.line("span", "raw=/shop/async-dispatch-at-once"))
        .contains("route=/shop/async-dispatch-at-once status=203 error=none");
    assertThat(traced.line("span", "raw=/shop/async-complete-at-once"))
        .contains("status=202 error=none");
    assertThat(traced.line("span", "raw=/shop/async-denied")).contains("status=403 error=none");
    assertThat(traced.line("span", "GET http raw=/shop/denied")).contains("status=403 error=none");
    assertThat(traced.line("span", "raw=/shop/fail "))
        .contains("status=500 error=java.lang.IllegalStateException:servlet failed");
    assertThat(traced.line("span", "raw=/shop/async-timeout")).contains("status=500");
    assertThat(traced.line("span", "raw=/shop/async-fail"))
        .contains("status=500", "IllegalStateException:servlet failed");
  }

  private static List<String> allowed(AppRun run) {
    return run.lines("behaviour").stream().filter(line -> !line.contains("denied")).toList();
  }
}
