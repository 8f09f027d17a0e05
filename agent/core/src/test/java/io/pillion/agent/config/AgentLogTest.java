package io.pillion.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class AgentLogTest {
  private static final long SECOND_NS = 1_000_000_000L;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private long nowNs;

  @Test
  void onlyWhatIsSevereEnoughIsWritten() {
    AgentLog log = log(LogLevel.WARN);

    log.error("e");
    log.warn("w");
    log.info("i");
    log.debug("d");

    assertThat(lines()).containsExactly("[pillion] e", "[pillion] w");
    assertThat(log.debugEnabled()).isFalse();
  }

  @Test
  void offWritesNothing() {
    log(LogLevel.OFF).error("e");

    assertThat(lines()).isEmpty();
  }

  @Test
  void sameMessageAppearsOnceAMinuteAndThenSaysHowOftenItWasHeldBack() {
    AgentLog log = log(LogLevel.INFO);

    log.info("again");
    log.info("again");
    nowNs += 59 * SECOND_NS;
    log.info("again");
    log.info("other");
    nowNs += 2 * SECOND_NS;
    log.info("again");
    nowNs += 61 * SECOND_NS;
    log.info("again");

    assertThat(lines())
        .containsExactly(
            "[pillion] again", "[pillion] other", "[pillion] again, repeated=2", "[pillion] again");
  }

  @Test
  void manyDifferentMessagesAreAllWritten() {
    AgentLog log = log(LogLevel.INFO);

    for (int i = 0; i < 1_000; i++) {
      log.info("message " + i);
    }

    assertThat(lines()).hasSize(1_000);
  }

  private AgentLog log(LogLevel level) {
    return new AgentLog(level, new PrintStream(bytes, true, StandardCharsets.UTF_8), () -> nowNs);
  }

  private List<String> lines() {
    return bytes.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
