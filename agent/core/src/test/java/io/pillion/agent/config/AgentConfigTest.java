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
    "http.query=maybe, record or drop",
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
            Map.of("PILLION_ENABLE", "true", "OTEL_PROPAGATORS", "jaeger,tracecontext"));

    assertThat(config.problems())
        .containsExactly(
            "option ignored: x; write key=value,key=value after the agent's path",
            "propagators ignored: environment variable OTEL_PROPAGATORS names jaeger; choose from"
                + " tracecontext, baggage, b3, b3multi, or none",
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

  @Test
  void whereTheCommonDefaultIsOffOnlyWhatIsNamedIsOn() {
    AgentConfig config =
        read(
            null,
            Map.of(),
            Map.of(
                "OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED", "false",
                "OTEL_INSTRUMENTATION_TOMCAT_ENABLED", "true"));

    assertThat(config.problems()).isEmpty();
    assertThat(config.instrumentationEnabled(List.of("tomcat", "servlet"), true)).isTrue();
    assertThat(config.instrumentationEnabled(List.of("okhttp"), true)).isFalse();
    assertThat(config.instrumentationEnabled(List.of("thread-start"), false)).isFalse();
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

  @Test
  void propagatorsKeepTheirOrder() {
    AgentConfig config =
        read(null, Map.of("otel.propagators", "B3multi, tracecontext,b3,baggage"), Map.of());
    assertThat(config.propagators()).containsExactly("b3multi", "tracecontext", "b3", "baggage");
    assertThat(config.problems()).isEmpty();
  }

  @Test
  void noneStandsAlone() {
    AgentConfig none = read(null, Map.of(), Map.of("OTEL_PROPAGATORS", "none"));
    assertThat(none.propagators()).isEmpty();
    assertThat(none.problems()).isEmpty();

    AgentConfig both = read(null, Map.of(), Map.of("OTEL_PROPAGATORS", "none,b3"));
    assertThat(both.propagators()).containsExactly("b3");
    assertThat(both.problems())
        .containsExactly(
            "propagator none ignored: environment variable OTEL_PROPAGATORS names others, too;"
                + " write none alone to propagate nothing");
  }

  @Test
  void httpSettingsAreReadFromWhereOpenTelemetryAndWeDefineThem() {
    HttpOptions http =
        read(
                "http.server.ignore-paths=/health;/livez*",
                Map.of(
                    "otel.instrumentation.http.client.capture-response-headers", "ETag",
                    "pillion.http.query.redact", "",
                    "pillion.http.server.ignore-user-agents", "kube-probe/*"),
                Map.of(
                    "OTEL_INSTRUMENTATION_HTTP_CLIENT_CAPTURE_REQUEST_HEADERS", "X-Tenant, x-*",
                    "OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_REQUEST_HEADERS", "a",
                    "OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_RESPONSE_HEADERS", "b",
                    "OTEL_INSTRUMENTATION_HTTP_KNOWN_METHODS", "GET,PURGE",
                    "OTEL_INSTRUMENTATION_HTTP_SERVER_EMIT_EXPERIMENTAL_TELEMETRY", "true",
                    "PILLION_HTTP_QUERY", "drop"))
            .http();
    assertThat(http)
        .isEqualTo(
            new HttpOptions(
                List.of("x-tenant", "x-*"),
                List.of("etag"),
                List.of("a"),
                List.of("b"),
                List.of("GET", "PURGE"),
                List.of("/health", "/livez*"),
                List.of("kube-probe/*"),
                false,
                List.of(),
                false,
                true));
  }

  @Test
  void httpSettingsHaveDefaults() {
    HttpOptions http = read(null, Map.of(), Map.of()).http();
    assertThat(http)
        .isEqualTo(
            new HttpOptions(
                List.of(), List.of(), List.of(), List.of(), null, List.of(), List.of(), true, null,
                false, false));
  }

  @Test
  void unusableHeadersAndListsThatAreTooLongAreProblems() {
    AgentConfig config =
        read(
            null,
            Map.of("pillion.http.server.ignore-paths", "/a,".repeat(65)),
            Map.of("OTEL_INSTRUMENTATION_HTTP_SERVER_CAPTURE_REQUEST_HEADERS", "x: y,ok"));
    assertThat(config.http().serverRequestHeaders()).containsExactly("ok");
    assertThat(config.http().ignorePaths()).hasSize(64);
    assertThat(config.problems())
        .containsExactly(
            "header ignored: otel.instrumentation.http.server.capture-request-headers names x: y;"
                + " write names separated by commas, * stands for anything",
            "list too long: system property pillion.http.server.ignore-paths, most=64, length=65;"
                + " the first 64 hold, use patterns with * for more");
  }

  @Test
  void queriesAreDroppedIfItIsNotClearWhetherToRecordThem() {
    assertThat(read("http.query=maybe", Map.of(), Map.of()).http().queries()).isFalse();
    assertThat(read("http.query=record", Map.of(), Map.of()).http().queries()).isTrue();
  }
}
