package io.pillion.sidecar.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as the configuration file: a configuration or problems, never both. */
class ConfigYamlFuzzTest {
  @TempDir static Path temp;

  @MethodSource("files")
  @FuzzTest
  void aFileHoldsAConfigurationOrProblems(byte[] input) throws Exception {
    Path file = temp.resolve("sidecar.yaml");
    Files.write(file, input);
    ConfigLoader.Loaded loaded = ConfigLoader.load(file, Map.of());
    assertThat(loaded.config() == null).isEqualTo(!loaded.problems().isEmpty());
    for (Problem problem : loaded.problems()) {
      assertThat(problem.message()).isNotBlank().doesNotContain("\n");
    }
  }

  static Stream<byte[]> files() {
    return Stream.of(
            "export:\n  otlp:\n    endpoint: http://collector:4318\n    headers: {x-token: a}\n",
            "policy:\n  path: /etc/pillion\nlog:\n  level: debug\n",
            "export: &a {otlp: *a}",
            "export: [1, 2",
            "")
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }
}
