package examples.pillion.demo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What was sent, what the agents recorded, what arrived: the sums that must agree.
 *
 * @param recorded spans by the agents' own count
 * @param received different spans at the receiver
 * @param duplicated spans that came more than once
 * @param incompleteTraces requests of the load of which a span is missing at the receiver; counted
 *     by the trace ids sent, without asking agents or sidecar
 * @param dropped records by reason that the agents could not keep
 * @param discarded records by reason that the sidecar gave up
 * @param decisions by {@code source/outcome}
 */
record Account(
    long sent,
    long failed,
    long changedDecisions,
    long recorded,
    long received,
    long duplicated,
    long incompleteTraces,
    Map<String, Long> dropped,
    Map<String, Long> discarded,
    Map<String, Long> decisions,
    Map<String, Histogram> latencyMicros) {

  private static final Duration RETRY = Duration.ofMillis(100);

  /** Takes the sums as they stand. */
  static Account of(Load load, SessionLog sessions, OtlpReceiver receiver) {
    return new Account(
        load.sentRequests(),
        load.failedRequests(),
        load.changedDecisions(),
        sessions.recordedSpans(),
        receiver.distinctSpans(),
        receiver.duplicatedSpans(),
        incompleteTraces(load, receiver),
        sessions.dropped(),
        sessions.discarded(),
        sessions.decisions(),
        load.latencyMicros());
  }

  /** Waits until the sums agree, or the limit has passed; then takes them. */
  static Account settled(Load load, SessionLog sessions, OtlpReceiver receiver, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    sessions.sample();
    Account account = of(load, sessions, receiver);
    while (!account.agrees() && System.nanoTime() - deadline < 0) {
      Await.pass(RETRY);
      sessions.sample();
      account = of(load, sessions, receiver);
    }
    return account;
  }

  private boolean agrees() {
    return unaccounted() == 0 && incompleteTraces == 0;
  }

  private static long incompleteTraces(Load load, OtlpReceiver receiver) {
    Map<String, Route> sent = load.sentTraces();
    Map<String, Integer> arrived = receiver.spansPerTrace(sent.keySet());
    return sent.entrySet().stream()
        .filter(trace -> arrived.getOrDefault(trace.getKey(), 0) < trace.getValue().spans())
        .count();
  }

  /** Spans recorded that neither arrived nor were counted as given up. */
  long unaccounted() {
    return recorded - received - sum(dropped) - sum(discarded);
  }

  /** Every broken promise, in words; empty if all held. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    report(problems, failed, "requests failed");
    report(problems, changedDecisions, "requests were decided otherwise than before");
    report(problems, unaccounted(), "spans are unaccounted for (recorded - received - dropped)");
    boolean lossExplained = sum(dropped) + sum(discarded) > 0;
    report(problems, lossExplained ? 0 : incompleteTraces, "requests miss a span at the receiver");
    return problems;
  }

  private static void report(List<String> problems, long count, String what) {
    if (count != 0) {
      problems.add(count + " " + what);
    }
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The account as a table. */
  String text() {
    StringBuilder text = new StringBuilder();
    row(text, "requests sent", Long.toString(sent));
    row(text, "requests failed", Long.toString(failed));
    row(text, "decisions changed", Long.toString(changedDecisions));
    row(text, "spans recorded by agents", Long.toString(recorded));
    row(text, "spans received", Long.toString(received));
    row(text, "spans delivered twice", Long.toString(duplicated));
    row(text, "records dropped", byReason(dropped));
    row(text, "records discarded", byReason(discarded));
    row(text, "spans unaccounted for", Long.toString(unaccounted()));
    row(text, "requests missing a span", Long.toString(incompleteTraces));
    decisionsBySource()
        .forEach((source, outcomes) -> row(text, "decisions by " + source, byReason(outcomes)));
    latencyMicros.forEach((phase, micros) -> row(text, "latency " + phase, latency(micros)));
    return text.toString();
  }

  private static void row(StringBuilder text, String name, String value) {
    text.append(String.format("  %-26s %s%n", name, value));
  }

  private static String byReason(Map<String, Long> counts) {
    if (counts.isEmpty()) {
      return "0";
    }
    return sum(counts) + " " + counts;
  }

  private Map<String, Map<String, Long>> decisionsBySource() {
    Map<String, Map<String, Long>> bySource = new TreeMap<>();
    decisions.forEach(
        (key, count) -> {
          String[] parts = key.split("/", 2);
          String outcome = parts.length == 2 ? parts[1] : "any";
          bySource.computeIfAbsent(parts[0], s -> new TreeMap<>()).put(outcome, count);
        });
    return bySource;
  }

  private static String latency(Histogram micros) {
    return String.format(
        "p50 %.2f ms, p99.9 %.2f ms, max %.2f ms, requests %d",
        micros.getValueAtPercentile(50) / 1e3,
        micros.getValueAtPercentile(99.9) / 1e3,
        micros.getMaxValue() / 1e3,
        micros.getTotalCount());
  }
}
