package io.pillion.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.agent.testing.AppRun;
import io.pillion.agent.testing.Jdk;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(180)
class JavaHttpClientIT {
  private static final String APP = "io.pillion.agent.app.ClientApp";
  private static final String ONE_HEADER = "traceparent=\\[client-[0-9]+\\]";
  private static final String ONLY_CLIENT = "instrumentation.jdk-http-server.enabled=false";

  @ParameterizedTest
  @EnumSource(Jdk.class)
  void everyCallIsRecordedOnceAndCarriesOneTraceHeader(Jdk jdk) throws Exception {
    AppRun plain = AppRun.of(jdk, List.of(), APP);
    AppRun traced = AppRun.of(jdk, List.of(AppRun.agentFlag(ONLY_CLIENT)), APP, "record");

    assertThat(traced.exitCode()).as("%s", traced).isZero();
    assertThat(traced.lines("behaviour")).containsExactlyElementsOf(plain.lines("behaviour"));
    assertThat(traced.lines("failures")).containsExactly("0");
    assertThat(traced.lines("body"))
        .allMatch(line -> line.matches("[a-z]+ " + ONE_HEADER), "one header of ours")
        .hasSize(6);

    assertThat(traced.lines("span")).hasSize(10);
    assertThat(traced.line("span", "case=own")).contains("status=200 protocol=");
    assertThat(traced.line("span", "case=redirect")).contains("status=200");
    assertThat(traced.line("span", "case=async"))
        .startsWith("GET http host=127.0.0.1 port=true url=http://127.0.0.1:port/echo?case=async")
        .contains("status=200 protocol=1.1 error=none");
    assertThat(traced.lines("span"))
        .filteredOn(line -> line.contains("/refused"))
        .hasSize(2)
        .allMatch(line -> line.contains("status=0 protocol=null error=java.net.ConnectException"));
    assertThat(traced.line("span", "case=cancel"))
        .contains("status=0 protocol=null error=java.util.concurrent.CancellationException");
    assertThat(traced.line("span", "case=timeout"))
        .contains("error=java.net.http.HttpTimeoutException");
  }
}
