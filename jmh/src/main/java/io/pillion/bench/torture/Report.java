package io.pillion.bench.torture;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** Tells an outcome as Markdown, which a terminal shows as well. */
final class Report {
  private static final double P999 = 99.9;

  private final Outcome outcome;
  private final StringBuilder text = new StringBuilder();

  private Report(Outcome outcome) {
    this.outcome = outcome;
  }

  static String of(Outcome outcome) {
    Report report = new Report(outcome);
    report.head();
    report.accounts();
    report.steps();
    report.latencies();
    report.verdict();
    return report.text.toString();
  }

  private void head() {
    TortureOptions options = outcome.options();
    line("`./pillion torture " + command(options) + "`");
    line("");
    row("", "");
    row("---", "---");
    row("seed", Long.toString(options.seed()));
    row("JDK of application and sidecar", Integer.toString(options.jdk().feature()));
    row("machine", outcome.machine());
    row(
        "duration",
        outcome.lasted().toSeconds() + " s, " + options.length().toSeconds() + " s of it faults");
    row("load", options.perSecond() + " requests/s, each with a known decision");
    row(
        "steps",
        outcome.steps().values().stream().mapToInt(Integer::intValue).sum()
            + ", kills: sidecar "
            + outcome.sidecarKills()
            + ", application "
            + outcome.appKills());
    line("");
  }

  private static String command(TortureOptions options) {
    List<String> words = new ArrayList<>();
    words.add("--minutes " + trimmed(options.length().toMillis() / 60_000.0));
    words.add("--seed " + options.seed());
    if (options.steps().size() < StepKind.values().length) {
      words.add(
          "--steps "
              + options.steps().stream().map(StepKind::label).collect(Collectors.joining(",")));
    }
    if (options.defect() != null) {
      words.add("--seed-defect " + options.defect().label());
    }
    return String.join(" ", words);
  }

  private static String trimmed(double minutes) {
    return minutes == Math.rint(minutes)
        ? Long.toString(Math.round(minutes))
        : Double.toString(minutes);
  }

  private void accounts() {
    Ledger.Sums requests = outcome.requests();
    row("seen from outside", "requests");
    row("---", "---:");
    row("sent", requests.sent());
    row("answered", requests.answered());
    row("failed (must be 0)", requests.failed());
    row("decided wrongly (must be 0)", requests.wrongDecisions());
    row("cut or refused by the campaign's own kill of the application", requests.cutByKill());
    row("span at the back end", requests.delivered());
    row("span came again", requests.repeated());
    row("span lost in the memory of a killed application", outcome.lostWithProcess());
    row("span came with bytes changed by garbage", requests.foreign());
    row("**unaccounted (must be 0)**", outcome.unaccounted());
    line("");
    row("counted by the product", "records");
    row("---", "---:");
    row("offered", outcome.offered());
    row("written", outcome.written());
    row("delivered", outcome.delivered());
    rows("dropped", outcome.dropped());
    rows("discarded", outcome.discarded());
    line("");
    row("decisions", "count");
    row("---", "---:");
    outcome.decisions().forEach(this::row);
    line("");
    line("Records are spans and the denials that were decided without the sidecar. Of a killed");
    line("application the header lags behind its queue, so `written` may be less than what came");
    line(
        "of it; what it had answered up to "
            + Settlement.RING_TIME.toSeconds()
            + " s before and not yet written is gone with it.");
    line("");
  }

  private void steps() {
    row("step", "times", "what is done");
    row("---", "---:", "---");
    for (StepKind kind : StepKind.values()) {
      Integer times = outcome.steps().get(kind);
      if (times != null) {
        row(kind.label(), times.toString(), kind.what());
      } else if (outcome.leftOut().contains(kind)) {
        row(kind.label(), "left out", kind.what() + "; not possible on this machine");
      }
    }
    line("");
    line("Clock steps are done with libfaketime to the two processes. Not damaged, because");
    line(
        "application threads have them mapped: the current segment of `requests/`, and `replies`.");
    line("");
  }

  private void latencies() {
    Map<String, Histogram> all = outcome.latencyMicros();
    Histogram baseline = all.get(Latencies.BASELINE);
    row("request latency, from its due time", "requests", "p50 ms", "p99.9 ms", "added", "longest");
    row("---", "---:", "---:", "---:", "---:", "---:");
    all.forEach(
        (phase, micros) -> {
          if (micros.getTotalCount() > 0) {
            row(
                phase,
                Long.toString(micros.getTotalCount()),
                millis(micros.getValueAtPercentile(50)),
                millis(micros.getValueAtPercentile(P999)),
                added(baseline, micros),
                millis(micros.getMaxValue()));
          }
        });
    line("");
    line("`added` is to the p99.9 of the same load on the same application without the agent, in");
    line("the same run. A stopped application answers nothing, with or without Pillion.");
    line("");
  }

  private static String added(
      @org.jspecify.annotations.Nullable Histogram baseline, Histogram micros) {
    if (baseline == null || baseline.equals(micros) || baseline.getTotalCount() == 0) {
      return "";
    }
    return String.format(
        "%+.1f", (micros.getValueAtPercentile(P999) - baseline.getValueAtPercentile(P999)) / 1e3);
  }

  private static String millis(long micros) {
    return String.format("%.1f", micros / 1e3);
  }

  private void verdict() {
    List<String> broken = outcome.broken();
    if (broken.isEmpty()) {
      line("All held.");
      return;
    }
    line("**Broken**, with seed " + outcome.options().seed() + ":");
    line("");
    broken.forEach(what -> line("- " + what));
    outcome.complaints().forEach(what -> line("- " + what));
  }

  private void rows(String name, Map<String, Long> counts) {
    if (counts.isEmpty()) {
      row(name, 0);
    }
    counts.forEach((reason, count) -> row(name + ": " + reason, count));
  }

  private void row(String name, long value) {
    row(name, Long.toString(value));
  }

  private void row(String... cells) {
    line("| " + String.join(" | ", cells) + " |");
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
