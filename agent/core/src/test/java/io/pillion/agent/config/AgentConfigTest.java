package io.pillion.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgentConfigTest {

  @Test
  void defaultsHoldWithoutAnySetting() {
    AgentConfig config = read(null, Map.of(), Map.of());

    assertThat(config.enabled()).isTrue();
    assertThat(config.ipcDir()).isNull();
    assertThat(config.policyRequired()).isFalse();
    assertThat(config.policyTimeoutNs()).isEqualTo(20_000_000);
    assertThat(config.telemetryRingSize()).isEqualTo(8192);
    assertThat(config.telemetrySegmentSizeBytes()).isEqualTo(2 << 20);
    assertThat(config.telemetryMaxSizeBytes()).isEqualTo(16 << 20);
    assertThat(config.logLevel()).isEqualTo(LogLevel.INFO);
    assertThat(config.tracesSampler()).isEqualTo("parentbased_always_on");
    assertThat(config.propagators()).containsExactly("tracecontext", "baggage");
    assertThat(config.problems()).isEmpty();
  }

  @Test
  void optionsOutrankPropertiesAndThoseTheEnvironment() {
    Map<String, String> properties =
        Map.of("pillion.ipc.dir", "/property", "pillion.policy.timeout", "2ms");
    Map<String, String> environment =
        Map.of(
            "PILLION_IPC_DIR", "/env",
            "PILLION_POLICY_TIMEOUT", "3ms",
            "PILLION_TELEMETRY_RING_SIZE", "128");

    AgentConfig config = read("ipc.dir=/option", properties, environment);

    assertThat(config.ipcDir()).isEqualTo("/option");
    assertThat(config.policyTimeoutNs()).isEqualTo(2_000_000);
    assertThat(config.telemetryRingSize()).isEqualTo(128);
    assertThat(config.problems()).isEmpty();
  }

  @Test
  void everySettingIsRead() {
    AgentConfig config =
        read(
            "enabled=true,pillion.ipc.dir=/x,policy.required=TRUE,policy.timeout=1s,"
                + "telemetry.ring-size=64,telemetry.segment-size=1MiB,telemetry.max-size=32MiB,"
                + "log.level=Debug",
            Map.of(),
            Map.of(
                "OTEL_TRACES_SAMPLER", "traceidratio",
                "OTEL_TRACES_SAMPLER_ARG", "0.25",
                "OTEL_PROPAGATORS", "baggage",
                "OTEL_SERVICE_NAME", "shop"));

    assertThat(config.problems()).isEmpty();
    assertThat(config.ipcDir()).isEqualTo("/x");
    assertThat(config.policyRequired()).isTrue();
    assertThat(config.policyTimeoutNs()).isEqualTo(1_000_000_000);
    assertThat(config.telemetrySegmentSizeBytes()).isEqualTo(1 << 20);
    assertThat(config.telemetryMaxSizeBytes()).isEqualTo(32 << 20);
    assertThat(config.logLevel()).isEqualTo(LogLevel.DEBUG);
    assertThat(config.tracesSampler()).isEqualTo("traceidratio");
    assertThat(config.tracesSamplerRatio()).isEqualTo(0.25);
    assertThat(config.propagators()).containsExactly("baggage");
    assertThat(config.serviceName()).isEqualTo("shop");
  }

  @ParameterizedTest
  @CsvSource({
    "policy.timeout=20, a duration with its unit",
    "policy.timeout=1us, out of range",
    "telemetry.segment-size=8MiB, out of range",
    "telemetry.segment-size=2, a size with its unit",
    "telemetry.max-size=99999999999GiB, a whole number with its unit",
    "telemetry.ring-size=many, a whole number",
    "policy.required=yes, true or false",
    "log.level=loud, 'off, error, warn, info or debug'",
    "ring-size=1, did you mean telemetry.ring-size",
    "instrumentation.servlet=false, see docs"
  })
  void badValueLeavesTheDefaultAndOneProblemThatNamesTheMend(String option, String said) {
    AgentConfig config = read(option, Map.of(), Map.of());

    assertThat(config.problems()).singleElement().asString().contains(said);
    assertThat(config.policyTimeoutNs()).isEqualTo(20_000_000);
    assertThat(config.telemetryRingSize()).isEqualTo(8192);
  }

  @Test
  void allProblemsAreReportedTogether() {
    AgentConfig config =
        read(
            "polcy.required=true,x",
            Map.of("pillion.telemetry.ringsize", "1", "pillion.sidecar.port", "1"),
            Map.of("PILLION_ENABLE", "true", "OTEL_PROPAGATORS", "b3,tracecontext"));

    assertThat(config.problems())
        .containsExactly(
            "option ignored: x; write key=value,key=value after the agent's path",
            "propagators ignored: environment variable OTEL_PROPAGATORS names b3; tracecontext and"
                + " baggage are supported",
            "unknown setting ignored: option polcy.required; did you mean policy.required",
            "unknown setting ignored: system property pillion.telemetry.ringsize; did you mean"
                + " pillion.telemetry.ring-size",
            "unknown setting ignored: environment variable PILLION_ENABLE; did you mean"
                + " PILLION_ENABLED");
  }

  @ParameterizedTest
  @CsvSource({
    "PILLION_ENABLED, false, false",
    "OTEL_SDK_DISABLED, true, false",
    "OTEL_JAVAAGENT_ENABLED, false, false",
    "OTEL_SDK_DISABLED, false, true"
  })
  void agentIsSwitchedOffByAnyOfThree(String variable, String value, boolean enabled) {
    assertThat(read(null, Map.of(), Map.of(variable, value)).enabled()).isEqualTo(enabled);
  }

  @Test
  void instrumentationSwitchesAreFoundUnderEachNameAndOursOutrank() {
    AgentConfig config =
        read(
            "instrumentation.a.enabled=false",
            Map.of("otel.instrumentation.a.enabled", "true"),
            Map.of(
                "PILLION_INSTRUMENTATION_B_ENABLED", "false",
                "OTEL_INSTRUMENTATION_JAVA_HTTP_CLIENT_ENABLED", "false"));

    assertThat(config.problems()).isEmpty();
    assertThat(config.instrumentationEnabled(List.of("a"), true)).isFalse();
    assertThat(config.instrumentationEnabled(List.of("c", "b"), true)).isFalse();
    assertThat(config.instrumentationEnabled(List.of("java-http-client"), true)).isFalse();
    assertThat(config.instrumentationEnabled(List.of("d"), true)).isTrue();
    assertThat(config.instrumentationEnabled(List.of("d"), false)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {",,", "=", "=a", "a=", " , ", "a==b,", "\u0000=\uffff", "=,=,="})
  void anyOptionTextIsSurvived(String options) {
    assertThat(read(options, Map.of(), Map.of()).enabled()).isTrue();
  }

  private static AgentConfig read(
      String options, Map<String, String> properties, Map<String, String> environment) {
    Properties copy = new Properties();
    copy.putAll(properties);
    return AgentConfig.read(options, copy, environment);
  }
}
