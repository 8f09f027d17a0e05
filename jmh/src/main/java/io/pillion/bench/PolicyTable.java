package io.pillion.bench;

import java.util.Collection;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;

/** The policy check's results as text. */
final class PolicyTable {
  private final Collection<RunResult> results;

  private PolicyTable(Collection<RunResult> results) {
    this.results = results;
  }

  static String of(Collection<RunResult> results) {
    return new PolicyTable(results).table();
  }

  private String table() {
    return inProcess() + flatOut();
  }

  private String inProcess() {
    StringBuilder text =
        new StringBuilder(
            """

            policy check without leaving the process, 20 policies

            what           ns/op    B/op
            """);
    for (String what : new String[] {"evaluate", "cached"}) {
      RunResult mean = find(what, 1, Mode.AverageTime);
      text.append(
          mean == null
              ? String.format(Locale.ROOT, "%-10s VOID%n", what)
              : String.format(
                  Locale.ROOT,
                  "%-10s %9.1f %7.1f%n",
                  what,
                  HandoffTable.score(mean),
                  HandoffTable.counter(mean, "allocatedBytes")
                      / HandoffTable.counter(mean, "checks")));
    }
    return text.toString();
  }

  private String flatOut() {
    StringBuilder text =
        new StringBuilder(
            """

            policy check, one after the other as fast as they are answered, µs

            threads  what           mean     p50     p99   p99.9  p50 ratio  no answer %
            """);
    for (int threads : threads()) {
      RunResult rival = find("http", threads, Mode.SampleTime);
      for (String what : new String[] {"roundTrip", "http"}) {
        RunResult samples = find(what, threads, Mode.SampleTime);
        if (samples == null) {
          text.append(String.format(Locale.ROOT, "%7d  %-10s VOID%n", threads, what));
          continue;
        }
        double unanswered =
            100
                * HandoffTable.counter(samples, "unanswered")
                / HandoffTable.counter(samples, "checks");
        text.append(
            String.format(
                Locale.ROOT,
                "%7d  %-10s %8.1f %7.1f %7.1f %7.1f %10s %12.3f%s%n",
                threads,
                what,
                HandoffTable.score(samples) / 1000,
                HandoffTable.percentile(samples, 50) / 1000,
                HandoffTable.percentile(samples, 99) / 1000,
                HandoffTable.percentile(samples, 99.9) / 1000,
                rival == null
                    ? ""
                    : String.format(
                        Locale.ROOT,
                        "%.3f",
                        HandoffTable.percentile(samples, 50) / HandoffTable.percentile(rival, 50)),
                unanswered,
                unanswered > PolicyCheckBenchmark.MOST_UNANSWERED_PERCENT ? "  VOID" : ""));
      }
    }
    return text.toString();
  }

  private SortedSet<Integer> threads() {
    SortedSet<Integer> threads = new TreeSet<>();
    results.forEach(result -> threads.add(result.getParams().getThreads()));
    return threads;
  }

  private @Nullable RunResult find(String what, int threads, Mode mode) {
    for (RunResult result : results) {
      if (result.getParams().getThreads() == threads
          && result.getParams().getMode() == mode
          && result.getParams().getBenchmark().endsWith("." + what)) {
        return result;
      }
    }
    return null;
  }
}
