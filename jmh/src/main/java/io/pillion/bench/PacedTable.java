package io.pillion.bench;

import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Runs {@link PacedChecks} for both contenders and puts the results into text. */
final class PacedTable {
  private static final PacedChecks QUICK = new PacedChecks(Duration.ofSeconds(2), 3);
  private static final PacedChecks FULL = new PacedChecks(Duration.ofSeconds(5), 10);

  private final StringBuilder text =
      new StringBuilder(
          """

          policy check from one thread, µs; cpu: of the answering process, in a hundredth of a core

          when              what           p50     p99   p99.9     max  p50 ratio     cpu
          """);

  private PacedTable() {}

  static String of(boolean quick, PrintStream progress) {
    PacedChecks checks = quick ? QUICK : FULL;
    progress.println("measuring: policy check at a rate and after pauses");
    PacedChecks.Seen ours = checks.sidecar(Map.of());
    PacedChecks.Seen polling = checks.sidecar(Map.of("PILLION_POLICY_BUSY_POLL", "2ms"));
    PacedChecks.Seen rivals = checks.http();
    PacedTable table = new PacedTable();
    Map<String, PacedChecks.Seen> contenders = new LinkedHashMap<>();
    contenders.put("roundTrip", ours);
    contenders.put("busy-poll", polling);
    contenders.put("http", rivals);
    contenders.forEach(
        (what, seen) ->
            table.row("1000 per s", what, seen.paced(), rivals.paced(), seen.pacedCpuPercent()));
    contenders.forEach(
        (what, seen) ->
            table.row("20000 per s", what, seen.fast(), rivals.fast(), seen.fastCpuPercent()));
    contenders.forEach(
        (what, seen) ->
            table.row(
                "after 1 s idle", what, seen.parked(), rivals.parked(), seen.parkedCpuPercent()));
    table.text.append(
        String.format(
            Locale.ROOT,
            "no answer: roundTrip=%.3f%%, http=%.3f%%%s%n",
            ours.unansweredPercent(),
            rivals.unansweredPercent(),
            ours.unansweredPercent() > PolicyCheckBenchmark.MOST_UNANSWERED_PERCENT
                ? "  VOID"
                : ""));
    return table.text.toString();
  }

  private void row(String when, String what, Histogram seen, Histogram rival, double cpuPercent) {
    text.append(
        String.format(
            Locale.ROOT,
            "%-16s  %-10s %7.1f %7.1f %7.1f %7.1f %10.3f %6.1f%%%n",
            when,
            what,
            micros(seen, 50),
            micros(seen, 99),
            micros(seen, 99.9),
            micros(seen, 100),
            micros(seen, 50) / micros(rival, 50),
            cpuPercent));
  }

  private static double micros(Histogram seen, double percent) {
    return seen.getValueAtPercentile(percent) / 1000.0;
  }
}
