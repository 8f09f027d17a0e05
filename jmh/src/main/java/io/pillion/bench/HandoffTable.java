package io.pillion.bench;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** The hand-off's results as text, ratios against BatchSpanProcessor with an equal queue. */
final class HandoffTable {
  private final Collection<RunResult> results;
  private final StringBuilder text = new StringBuilder();

  private HandoffTable(Collection<RunResult> results) {
    this.results = results;
  }

  static String of(Collection<RunResult> results) {
    return new HandoffTable(results).table();
  }

  private String table() {
    text.append(
        """

        hand-off: from a span's data to its acceptance, on the application's thread
        ns per span, of bursts of 64 with a pause between them; B/op of the producers alone
        ratio: to BATCH_SAME_QUEUE, or to OTEL_LIFE for a span's whole life

        threads  contender            mean  ratio     p50  ratio     p99    B/op  spans/s   lost %
        """);
    for (int threads : threads()) {
      for (Contender contender : Contender.values()) {
        row(threads, contender);
      }
    }
    return text.toString();
  }

  private SortedSet<Integer> threads() {
    SortedSet<Integer> threads = new TreeSet<>();
    results.forEach(result -> threads.add(result.getParams().getThreads()));
    return threads;
  }

  private void row(int threads, Contender contender) {
    RunResult mean = find(threads, contender, Mode.AverageTime);
    RunResult samples = find(threads, contender, Mode.SampleTime);
    if (mean == null) {
      text.append(String.format(Locale.ROOT, "%7d  %-16s VOID, no result%n", threads, contender));
      return;
    }
    Contender rival =
        contender == Contender.PILLION_LIFE || contender == Contender.OTEL_LIFE
            ? Contender.OTEL_LIFE
            : Contender.BATCH_SAME_QUEUE;
    RunResult rivalMean = find(threads, rival, Mode.AverageTime);
    RunResult rivalSamples = find(threads, rival, Mode.SampleTime);
    double lost = Math.max(lostPercent(mean), samples == null ? 0 : lostPercent(samples));
    text.append(
        String.format(
            Locale.ROOT,
            "%7d  %-16s %8.1f %6s %7s %6s %7s %7.1f %8.0f %8.3f%s%n",
            threads,
            contender,
            score(mean),
            rivalMean == null ? "" : ratio(score(mean), score(rivalMean)),
            samples == null ? "" : number(percentile(samples, 50)),
            samples == null || rivalSamples == null
                ? ""
                : ratio(percentile(samples, 50), percentile(rivalSamples, 50)),
            samples == null ? "" : number(percentile(samples, 99)),
            counter(mean, "allocatedBytes") / counter(mean, "offered"),
            perSecond(mean),
            lost,
            lost > HandoffBenchmark.MOST_LOST_PERCENT ? "  VOID" : ""));
  }

  private @Nullable RunResult find(int threads, Contender contender, Mode mode) {
    for (RunResult result : results) {
      if (result.getParams().getThreads() == threads
          && result.getParams().getMode() == mode
          && contender.name().equals(result.getParams().getParam("contender"))) {
        return result;
      }
    }
    return null;
  }

  static double score(RunResult result) {
    return result.getPrimaryResult().getScore();
  }

  static double percentile(RunResult result, double percent) {
    return result.getPrimaryResult().getStatistics().getPercentile(percent);
  }

  /** What all producers together handed over, pauses included. */
  private static double perSecond(RunResult result) {
    IterationParams measured = result.getParams().getMeasurement();
    double seconds =
        measured.getCount() * measured.getTime().convertTo(TimeUnit.MILLISECONDS) / 1000.0;
    return counter(result, "offered") / seconds;
  }

  private static double lostPercent(RunResult result) {
    return 100 * counter(result, "lost") / counter(result, "offered");
  }

  static double counter(RunResult result, String name) {
    for (Map.Entry<String, ? extends Result<?>> entry : secondary(result).entrySet()) {
      if (entry.getKey().equals(name)) {
        return entry.getValue().getScore();
      }
    }
    return Double.NaN;
  }

  @SuppressWarnings({"rawtypes", "unchecked"}) // JMH's own signature is raw.
  private static Map<String, ? extends Result<?>> secondary(RunResult result) {
    return (Map) result.getSecondaryResults();
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String ratio(double ours, double rivals) {
    return String.format(Locale.ROOT, "%.2f", ours / rivals);
  }
}
