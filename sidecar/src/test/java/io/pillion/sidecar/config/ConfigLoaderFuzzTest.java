package io.pillion.sidecar.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever the file holds: a config or problems, never both, never an exception. */
final class ConfigLoaderFuzzTest {
  private static final String[] PIECES = {
    "export:",
    "otlp:",
    "endpoint",
    ": ",
    "http://x:1",
    "headers:",
    "batch-size: 7",
    "\n",
    "\n  ",
    "\n    ",
    "- ",
    "{",
    "}",
    "[",
    "]",
    "&a ",
    "*a",
    "!!str ",
    "? ",
    "| ",
    "> ",
    "#",
    "'",
    "\"",
    "~",
    "null",
    "\t",
    "%YAML 1.2\n---\n",
    "---",
    "...",
    ",",
    "\u0000",
    "\uFEFF",
    "10s",
    "<<: *a",
    "\\x",
    "policy",
    "path"
  };

  @TempDir Path directory;

  @Test
  void randomPiecesOfYaml() throws IOException {
    Random random = new Random(7420);
    for (int i = 0; i < 1500; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(30); n >= 0; n--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      check(text.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void randomBytes() throws IOException {
    Random random = new Random(7421);
    for (int i = 0; i < 300; i++) {
      byte[] bytes = new byte[random.nextInt(64)];
      random.nextBytes(bytes);
      check(bytes);
    }
  }

  @Test
  void deepNestingAndAliasesThatPointBack() throws IOException {
    check("[".repeat(20_000).getBytes(StandardCharsets.UTF_8));
    check(("a: ".repeat(500) + "{".repeat(20_000)).getBytes(StandardCharsets.UTF_8));
    check("export: &a {otlp: *a}".getBytes(StandardCharsets.UTF_8));
    check("export: {otlp: {headers: &h {x: *h}}}".getBytes(StandardCharsets.UTF_8));
    check("&a export: *a".getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void fileThatIsTooLarge() throws IOException {
    check(new byte[ConfigLoader.MAX_FILE_BYTES + 1]);
  }

  private void check(byte[] content) throws IOException {
    Path file = directory.resolve("fuzz.yaml");
    Files.write(file, content);
    ConfigLoader.Loaded loaded = ConfigLoader.load(file, Map.of());
    assertThat(loaded.config() == null).isEqualTo(!loaded.problems().isEmpty());
    for (Problem problem : loaded.problems()) {
      assertThat(problem.message()).isNotBlank().doesNotContain("\n");
    }
  }
}
