package io.pillion.sidecar.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Keeps {@code docs/configuration.md} true. */
final class ConfigReferenceTest {
  private static final String BEGIN = "<!-- begin sidecar settings: generated, do not edit -->\n";
  private static final String END = "<!-- end sidecar settings -->";

  @Test
  void documentMatchesTheSettings() throws IOException {
    Path document = Path.of("..", "docs", "configuration.md");
    String text = Files.readString(document);
    int begin = text.indexOf(BEGIN);
    int end = text.indexOf(END);
    assertThat(begin).as("begin marker").isNotNegative();
    assertThat(end).as("end marker").isGreaterThan(begin);
    String wanted =
        text.substring(0, begin + BEGIN.length())
            + "\n"
            + ConfigReference.markdown()
            + text.substring(end);
    if (Boolean.getBoolean("pillion.docs.write")) {
      Files.writeString(document, wanted);
      return;
    }
    assertThat(text)
        .as(
            "docs/configuration.md is stale: run mvn test -pl sidecar -am -Dpillion.docs.write=true")
        .isEqualTo(wanted);
  }
}
