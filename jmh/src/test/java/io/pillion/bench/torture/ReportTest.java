package io.pillion.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

final class ReportTest {
  private static final SessionCount SESSION =
      new SessionCount(
          "ab",
          1,
          100,
          90,
          95,
          Map.of("storage_full", 5L, "ring_full", 0L),
          94,
          Map.of("malformed", 1L),
          Map.of("cache/allow", 7L, "sidecar/deny", 8L, "snapshot/deny", 9L));

  private static Outcome outcome(long unaccounted, long failed, List<Violation> violations) {
    Map<String, Histogram> latencies = new LinkedHashMap<>();
    latencies.put(Latencies.BASELINE, histogram(1000));
    latencies.put(StepKind.SIDECAR_KILLS.label(), histogram(3500));
    return new Outcome(
        TortureOptions.parse(List.of("--seed", "42", "--minutes", "5")),
        "a machine",
        Duration.ofSeconds(330),
        Map.of(StepKind.SIDECAR_KILLS, 12),
        Set.of(StepKind.DISK_FULL),
        100,
        3,
        new Ledger.Sums(1000, 990, 10, failed, 0, 988, 17, 0, 0),
        2,
        unaccounted,
        List.of(SESSION),
        latencies,
        violations,
        List.of(),
        true);
  }

  private static Histogram histogram(long micros) {
    Histogram histogram = new Histogram(3);
    histogram.recordValue(micros);
    return histogram;
  }

  @Test
  void tellsEverySum() {
    String report = Report.of(outcome(0, 0, List.of()));

    assertThat(report)
        .contains("--minutes 5 --seed 42")
        .contains("| seed | 42 |")
        .contains("sidecar 100, application 3")
        .contains("| **unaccounted (must be 0)** | 0 |")
        .contains("| span lost in the memory of a killed application | 2 |")
        .contains("| span came again | 17 |")
        .contains("| offered | 100 |")
        .contains("| dropped: storage_full | 5 |")
        .contains("| discarded: malformed | 1 |")
        .doesNotContain("ring_full")
        .contains("| disk-full | left out |")
        .contains("| snapshot/deny | 9 |")
        .contains("All held.");
  }

  @Test
  void showsWhatAFaultAddedToTheBaseline() {
    assertThat(Report.of(outcome(0, 0, List.of())))
        .contains("| sidecar-kills | 1 | 3.5 | 3.5 | +2.5 | 3.5 |");
  }

  @Test
  void namesEveryBrokenPromise() {
    Outcome outcome = outcome(4, 2, List.of(new Violation("step 9 (damage)", "bad")));

    assertThat(outcome.broken())
        .anyMatch(what -> what.contains("4 spans are unaccounted for"))
        .anyMatch(what -> what.contains("2 requests"))
        .contains("step 9 (damage): bad");
    assertThat(Report.of(outcome)).contains("**Broken**, with seed 42").doesNotContain("All held");
  }

  @Test
  void sumsThatDoNotAddUpAreSeenInASession() {
    assertThat(SESSION.onTheWay()).isZero();
    assertThat(SESSION.depth()).isZero();
    assertThat(SESSION.countedLost()).isEqualTo(6);
  }
}
