package io.pillion.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The campaign on the real jars: green as they are, and red, for the right reason, with each defect
 * that can be switched on.
 */
final class TortureIT {
  /** How long the healthy campaign does faults, in minutes. */
  private static final String MINUTES = System.getProperty("pillion.torture.minutes", "2");

  private static final String SEED =
      System.getProperty("pillion.torture.seed", Long.toString(System.nanoTime() % 1_000_000));

  private static final Path ROOT =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("..").normalize();

  private static Outcome play(String... arguments) throws IOException {
    List<String> all =
        Stream.concat(Stream.of("--root", ROOT.toString(), "--seed", SEED), Stream.of(arguments))
            .toList();
    return TortureMain.run(TortureOptions.parse(all), System.out);
  }

  private static Outcome playDefect(SeedDefect defect, String steps) throws IOException {
    return play("--seed-defect", defect.label(), "--minutes", "1", "--steps", steps, "--fail-fast");
  }

  @Test
  @Timeout(600)
  void everythingIsAccountedForUnderFaults() throws IOException {
    Outcome outcome = play("--minutes", MINUTES);

    assertThat(outcome.broken()).isEmpty();
    assertThat(outcome.unaccounted()).isZero();
    assertThat(outcome.requests().answered()).isPositive();
    assertThat(outcome.requests().delivered())
        .isGreaterThan(outcome.requests().answered() * 9 / 10);
    assertThat(outcome.sidecarKills()).isGreaterThan(10);
  }

  @Test
  @Timeout(180)
  void aCursorAheadOfTheAcknowledgementLosesSpans() throws IOException {
    Outcome outcome = playDefect(SeedDefect.CURSOR_BEFORE_ACK, "sidecar-kills");

    assertThat(outcome.unaccounted()).isPositive();
    assertThat(outcome.broken()).anyMatch(what -> what.contains("unaccounted: spans="));
    assertThat(outcome.requests().failed()).isZero();
    assertThat(outcome.requests().wrongDecisions()).isZero();
  }

  @Test
  @Timeout(180)
  void aLostDoorbellLeavesTheSidecarAsleep() throws IOException {
    Outcome outcome = playDefect(SeedDefect.LOST_DOORBELL, "sidecar-restart");

    assertThat(outcome.violations())
        .anyMatch(violation -> violation.what().startsWith("first questions after a silence"));
    assertThat(outcome.unaccounted()).isZero();
    assertThat(outcome.requests().failed()).isZero();
    assertThat(outcome.requests().wrongDecisions()).isZero();
  }

  @Test
  @Timeout(180)
  void aReusedReplySlotGivesAnotherQuestionsAnswer() throws IOException {
    Outcome outcome = playDefect(SeedDefect.REUSED_REPLY_SLOT, "sidecar-stutter");

    assertThat(outcome.requests().wrongDecisions()).isPositive();
    assertThat(outcome.unaccounted()).isZero();
    assertThat(outcome.requests().failed()).isZero();
  }
}
