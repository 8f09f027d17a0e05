package io.pillion.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs the jcstress cases: shortly in every build, or for as long as {@code -Dpillion.stress=long}
 * takes, with each compiler for each thread.
 */
@Timeout(4 * 3600)
class StressIT {
  private static final String CASES = "io\\.pillion\\.ipc\\..*Stress\\.(?!Control).+";

  /** Half as many states live at once as there are reply pages. */
  private static final List<String> STRIDE =
      List.of("-strideSize", "16", "-strideCount", "" + ReplyPages.PAGES / 32);

  private static final List<String> SHORT =
      List.of("-m", "quick", "-f", "1", "-iters", "2", "-time", "200", "-sc", "false");
  private static final List<String> LONG =
      List.of("-m", "default", "-f", "1", "-iters", "10", "-time", "1000", "-sc", "true");

  /** On a busy machine two threads seldom run at once, so that a defect takes longer to show. */
  private static final List<String> CONTROL =
      List.of("-m", "quick", "-f", "1", "-iters", "10", "-time", "400", "-sc", "false");

  private static final int CONTROL_ATTEMPTS = 3;
  private static final int TEST_FAILURES = 1;

  @TempDir Path results;

  @Test
  void noCaseHasAForbiddenOutcome() throws Exception {
    boolean taken = "long".equals(System.getProperty("pillion.stress"));
    try (ChildJvm jcstress = jcstress(CASES, taken ? LONG : SHORT)) {
      String output = jcstress.allOutput();
      assertThat(jcstress.exitCode()).as(output).isZero();
      assertThat(output)
          .contains("Failed tests: No matches")
          .contains("Error tests: No matches")
          .containsPattern("All remaining tests: [1-9][0-9]+ matching");
    }
  }

  /** If these are not found, the others would not be either. */
  @ParameterizedTest
  @ValueSource(
      strings = {"WakeUpStress.ControlLooksFirst", "ReplySlotStress.ControlSameGeneration"})
  void aSeededDefectIsFound(String control) throws Exception {
    String name = "io\\.pillion\\.ipc\\." + control.replace(".", "\\.");
    String output = "";
    for (int attempt = 0; attempt < CONTROL_ATTEMPTS; attempt++) {
      try (ChildJvm jcstress = jcstress(name, CONTROL)) {
        output = jcstress.allOutput();
        if (jcstress.exitCode() == TEST_FAILURES) {
          assertThat(output).contains("[FAILED] io.pillion.ipc." + control);
          return;
        }
      }
    }
    fail("the defect was not found: " + output);
  }

  private ChildJvm jcstress(String cases, List<String> length) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-t", cases, "-r", results.toString()));
    arguments.addAll(STRIDE);
    arguments.addAll(length);
    arguments.addAll(List.of("-jvmArgs", "-Xmx256m -XX:+UseSerialGC"));
    // It leaves a file where it runs.
    return new ChildJvm(
        List.of("env", "-C", results.toString()),
        org.openjdk.jcstress.Main.class,
        arguments.toArray(String[]::new));
  }
}
