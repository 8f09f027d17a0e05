package io.pillion.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TortureOptionsTest {
  @Test
  void defaultsAreTwoMinutesOfEverything() {
    TortureOptions options = TortureOptions.parse(List.of());

    assertThat(options.length()).isEqualTo(Duration.ofMinutes(2));
    assertThat(options.steps()).containsExactlyInAnyOrder(StepKind.values());
    assertThat(options.defect()).isNull();
    assertThat(options.seed()).isPositive();
  }

  @Test
  void readsEveryOption(@TempDir Path directory) {
    Path report = directory.resolve("report.md");
    TortureOptions options =
        TortureOptions.parse(
            List.of(
                "--minutes",
                "0.5",
                "--seed",
                "-3",
                "--rate",
                "100",
                "--jdk",
                System.getProperty("java.home"),
                "--steps",
                "app-kill,damage",
                "--seed-defect",
                "lost-doorbell",
                "--fail-fast",
                "--report",
                report.toString(),
                "--root",
                "/x"));

    assertThat(options.length()).isEqualTo(Duration.ofSeconds(30));
    assertThat(options.seed()).isEqualTo(-3);
    assertThat(options.perSecond()).isEqualTo(100);
    assertThat(options.steps()).containsExactlyInAnyOrder(StepKind.APP_KILL, StepKind.DAMAGE);
    assertThat(options.defect()).isEqualTo(SeedDefect.LOST_DOORBELL);
    assertThat(options.failFast()).isTrue();
    assertThat(options.report()).isEqualTo(report);
    assertThat(options.root()).isEqualTo(Path.of("/x"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--minutes 0", "--minutes -1", "--minutes x", "--minutes 2000", "--minutes", "--seed x",
        "--rate 5", "--rate 5000", "--jdk /nowhere", "--steps kill", "--steps", "--seed-defect x",
        "--report /nowhere/report.md", "--frobnicate"
      })
  void namesWhatItDoesNotUnderstand(String line) {
    String[] words = line.split(" ");
    assertThatThrownBy(() -> TortureOptions.parse(List.of(words)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words[0]);
  }

  @Test
  void helpNamesEveryStepAndDefect() {
    for (StepKind kind : StepKind.values()) {
      assertThat(TortureOptions.USAGE).contains(kind.label());
    }
    for (SeedDefect defect : SeedDefect.values()) {
      assertThat(TortureOptions.USAGE).contains(defect.label());
    }
  }
}
