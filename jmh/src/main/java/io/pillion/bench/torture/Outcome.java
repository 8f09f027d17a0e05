package io.pillion.bench.torture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What a campaign came to.
 *
 * @param lasted with baseline, start and end
 * @param leftOut kinds of steps that were not possible here
 * @param sessions what the product counted, session by session
 * @param complaints the first failed or wrongly decided requests
 * @param everySourceDue whether decisions of every source must have occurred
 */
record Outcome(
    TortureOptions options,
    String machine,
    Duration lasted,
    Map<StepKind, Integer> steps,
    Set<StepKind> leftOut,
    int sidecarKills,
    int appKills,
    Ledger.Sums requests,
    long lostWithProcess,
    long unaccounted,
    List<SessionCount> sessions,
    Map<String, Histogram> latencyMicros,
    List<Violation> violations,
    List<String> complaints,
    boolean everySourceDue) {

  private static final List<String> SOURCES = List.of("cache", "sidecar", "snapshot");

  /** Every broken promise, in words; empty if all held. */
  List<String> broken() {
    List<String> broken = new ArrayList<>();
    require(broken, unaccounted, "spans are unaccounted for");
    require(broken, requests.failed(), "requests of a living application failed");
    require(broken, requests.wrongDecisions(), "requests were decided wrongly");
    violations.forEach(violation -> broken.add(violation.toString()));
    if (everySourceDue) {
      for (String source : SOURCES) {
        if (decisions(source) == 0) {
          broken.add("no decision came from the " + source + ": nothing was shown of it");
        }
      }
    }
    return broken;
  }

  private static void require(List<String> broken, long count, String what) {
    if (count != 0) {
      broken.add(count + " " + what);
    }
  }

  long offered() {
    return sessions.stream().mapToLong(SessionCount::offered).sum();
  }

  long written() {
    return sessions.stream().mapToLong(SessionCount::written).sum();
  }

  long delivered() {
    return sessions.stream().mapToLong(SessionCount::delivered).sum();
  }

  Map<String, Long> dropped() {
    Map<String, Long> total = new TreeMap<>();
    sessions.forEach(session -> add(total, session.dropped()));
    return total;
  }

  Map<String, Long> discarded() {
    Map<String, Long> total = new TreeMap<>();
    sessions.forEach(session -> add(total, session.discarded()));
    return total;
  }

  Map<String, Long> decisions() {
    Map<String, Long> total = new TreeMap<>();
    sessions.forEach(session -> add(total, session.decisions()));
    return total;
  }

  private long decisions(String source) {
    return decisions().entrySet().stream()
        .filter(entry -> entry.getKey().startsWith(source + "/"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  private static void add(Map<String, Long> total, Map<String, Long> counts) {
    SessionCount.present(counts).forEach((key, count) -> total.merge(key, count, Long::sum));
  }
}
