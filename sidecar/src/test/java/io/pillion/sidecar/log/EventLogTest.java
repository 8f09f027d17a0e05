package io.pillion.sidecar.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

final class EventLogTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final EventLog log =
      new EventLog(
          new PrintStream(bytes, true, StandardCharsets.UTF_8),
          Clock.fixed(Instant.parse("2026-08-01T10:00:00.123456Z"), ZoneOffset.UTC));

  @Test
  void writesOneLineOfPairs() {
    log.info("listening", "listener", "admin", "port", 7420);

    assertThat(text())
        .isEqualTo(
            "time=2026-08-01T10:00:00.123Z level=info event=listening listener=admin port=7420");
  }

  @Test
  void keepsWhateverAValueHoldsWithinItsPair() {
    log.warn("x", "a", "two words", "b", "line\nbreak \"q\" \\ \u001b[31m", "c", "", "d", "e=f");

    assertThat(text())
        .doesNotContain("\n", "\u001b")
        .contains("a=\"two words\"")
        .contains("b=\"line\\nbreak \\\"q\\\" \\\\ \\u001b[31m\"")
        .contains("c=\"\" d=\"e=f\"");
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8).stripTrailing();
  }
}
