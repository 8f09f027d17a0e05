package io.pillion.agent.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Properties;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceAttributesTest {

  @Test
  void valuesArePercentDecodedAsUtf8() {
    assertThat(ResourceAttributes.parse("team=a%2Cb, zone = z%C3%BCrich ,empty="))
        .containsExactly(
            Map.entry("team", "a,b"), Map.entry("zone", "z\u00fcrich"), Map.entry("empty", ""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"novalue", "=x", "a=%", "a=%2", "a=%zz", "ok=1,=2"})
  void malformedTextIsRefusedAsAWhole(String text) {
    assertThatThrownBy(() -> ResourceAttributes.parse(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anyTextIsParsedOrRefusedButNeverBreaks() {
    Random random = new Random(7);
    for (int round = 0; round < 2_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(20); i > 0; i--) {
        text.append("a=,% 2f\u00e9\ud83d".charAt(random.nextInt(9)));
      }
      try {
        assertThat(ResourceAttributes.parse(text.toString())).doesNotContainKey(null);
      } catch (IllegalArgumentException expected) {
        assertThat(expected).hasMessageContaining(" in: ");
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "/srv/app/shop-1.2.jar --port 1, shop-1.2",
    "shop.jar, shop",
    "com.example.Main a b, Main",
    "module/com.example.Main, Main",
    "'', unknown_service:java"
  })
  void serviceNameComesFromWhatWasStarted(String command, String name) {
    assertThat(ResourceAttributes.defaultServiceName(command)).isEqualTo(name);
  }

  @Test
  void operatorsAttributesOutrankDefaultsAndTheServiceNameOutranksBoth() {
    AgentConfig config =
        AgentConfig.read(
            null,
            new Properties(),
            Map.of(
                "OTEL_RESOURCE_ATTRIBUTES",
                "service.name=other,service.instance.id=one,host.name=h,team=x",
                "OTEL_SERVICE_NAME",
                "shop"));

    assertThat(ResourceAttributes.of(config, "1.0"))
        .containsEntry("service.name", "shop")
        .containsEntry("service.instance.id", "one")
        .containsEntry("host.name", "h")
        .containsEntry("team", "x")
        .containsEntry("telemetry.sdk.name", "pillion")
        .containsEntry("telemetry.sdk.language", "java")
        .containsEntry("telemetry.sdk.version", "1.0")
        .containsEntry("process.pid", Long.toString(ProcessHandle.current().pid()))
        .containsKeys("process.runtime.name", "process.runtime.version");
  }

  @Test
  void instanceIdIsARandomVersion4Uuid() {
    AgentConfig config = AgentConfig.read(null, new Properties(), Map.of());

    String first = ResourceAttributes.of(config, "1").get("service.instance.id");
    String second = ResourceAttributes.of(config, "1").get("service.instance.id");

    assertThat(first)
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
        .isNotEqualTo(second);
  }
}
