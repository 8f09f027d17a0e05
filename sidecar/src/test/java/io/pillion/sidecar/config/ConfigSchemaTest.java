package io.pillion.sidecar.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** Keeps {@code docs/pillion-config.schema.json} true, and of one mind with the loader. */
final class ConfigSchemaTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private static final JsonSchema SCHEMA = FACTORY.getSchema(ConfigSchema.json());

  @TempDir Path directory;

  @Test
  void documentMatchesTheSettings() throws IOException {
    Path document = Path.of("..", "docs", "pillion-config.schema.json");
    if (Boolean.getBoolean("pillion.docs.write")) {
      Files.writeString(document, ConfigSchema.json());
      return;
    }
    assertThat(document)
        .as("stale: run mvn test -pl sidecar -am -Dpillion.docs.write=true")
        .hasContent(ConfigSchema.json());
  }

  @Test
  void isASchemaOfTheDraftThatItNames() throws IOException {
    JsonSchema ofSchemas = FACTORY.getSchema(SchemaLocation.of(SchemaId.V202012));

    assertThat(ofSchemas.validate(MAPPER.readTree(ConfigSchema.json()))).isEmpty();
  }

  @Test
  void describesEverySettingAndTakesItsDefault() throws IOException {
    JsonNode schema = MAPPER.readTree(ConfigSchema.json());
    for (ConfigKey<?> key : ConfigKeys.ALL) {
      JsonNode setting = schema.at("/properties/" + key.name().replace(".", "/properties/"));
      assertThat(setting.path("description").asText())
          .as(key.name())
          .startsWith(key.description())
          .contains(key.environmentName());
      assertThat(setting.has("default")).as(key.name()).isEqualTo(key.defaultText() != null);
      if (setting.has("default")) {
        assertThat(FACTORY.getSchema(setting).validate(setting.get("default")))
            .as(key.name())
            .isEmpty();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "export:\n",
        SidecarConfigTest.ALL_KEYS,
        "export: {otlp: {endpoint: 'http://collector:4318', batch-size: 1, timeout: 1h}}",
        "export: {otlp: {headers: {authorization: Bearer x, x-number: 7, x-flag: true}}}",
        "export: {otlp: {endpoint: 'HTTPS://[::1]:4318/a?b=c', compression: none}}",
        "admin: {address: 'localhost:0'}",
        "admin: {address: '127.8.0.1:65535'}",
        "health: {address: '[::]:7421'}",
        "policy: {on-unavailable: allow, busy-poll: 100ms}",
        "traces: {memory: 1GiB}",
      })
  void takesWhatTheLoaderTakes(String yaml) throws IOException {
    assertThat(problemsOfTheLoader(yaml)).isZero();
    assertThat(problemsOfTheSchema(yaml)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "just text",
        "[export]",
        "exprot: {}",
        "export.otlp.endpoint: http://x",
        "export: {otlp: {timout: 3s}}",
        "export: {otlp: {timeout: 10}}",
        "export: {otlp: {timeout: 10 s}}",
        "export: {otlp: {timeout: 1d}}",
        "export: {otlp: {linger:}}",
        "export: {otlp: {batch-size: 0}}",
        "export: {otlp: {batch-size: 16385}}",
        "export: {otlp: {batch-size: many}}",
        "export: {otlp: {max-in-flight: 1.5}}",
        "export: {otlp: {compression: GZIP}}",
        "export: {otlp: {endpoint: 'collector:4318'}}",
        "export: {otlp: {endpoint: 'http://user:secret@collector'}}",
        "export: {otlp: {endpoint: 'http://collector#x'}}",
        "export: {otlp: {endpoint: 'http://'}}",
        "export: {otlp: {headers: [1]}}",
        "export: {otlp: {headers: {Host: x}}}",
        "export: {otlp: {headers: {a b: x}}}",
        "export: {otlp: {headers: {a: [x]}}}",
        "export: {otlp: {headers: {a:}}}",
        "export: {otlp: {headers: {a: \"x\\u0007\"}}}",
        "admin: {address: '0.0.0.0:7420'}",
        "admin: {address: localhost}",
        "metrics: {address: '127.0.0.1:65536'}",
        "policy: {on-unavailable: maybe}",
        "traces: {memory: 8MB}",
        "traces: 8MiB",
        "ipc: {dir: [a]}",
      })
  void refusesWhatTheLoaderRefuses(String yaml) throws IOException {
    assertThat(problemsOfTheLoader(yaml)).isNotZero();
    assertThat(problemsOfTheSchema(yaml)).isNotEmpty();
  }

  private int problemsOfTheLoader(String yaml) throws IOException {
    Path file = Files.writeString(directory.resolve("pillion.yaml"), yaml);
    return ConfigLoader.load(file, Map.of()).problems().size();
  }

  private static Set<ValidationMessage> problemsOfTheSchema(String yaml) {
    Object value = new Load(LoadSettings.builder().build()).loadFromString(yaml);
    return SCHEMA.validate(MAPPER.valueToTree(value));
  }
}
