package io.pillion.sidecar.metrics;

import io.pillion.sidecar.ingest.SessionView;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Sums the counters of sessions by service. What a session counted stays in its service's sums
 * after it has gone: a counter that fell would be taken for a restart.
 *
 * <p>Services beyond a bound share one label.
 *
 * <p><b>Threading.</b> Guarded by its own lock.
 */
final class ServiceTotals {
  static final int MAX_SERVICES = 50;
  static final String OTHER = "other";

  private final Map<String, Counts> gone = new TreeMap<>();
  private final Map<String, SessionView> lastSeen = new HashMap<>();
  private final Set<String> services = new HashSet<>();

  /** Counters of one service. */
  static final class Counts {
    long offeredSpans;
    long offered;
    long written;
    long delivered;
    final Map<String, Long> dropped = new TreeMap<>();
    final Map<String, Long> discarded = new TreeMap<>();
    final Map<String, Long> decisions = new TreeMap<>();

    private void add(SessionView session) {
      offeredSpans = sum(offeredSpans, session.offeredSpans());
      offered = sum(offered, session.offered());
      written = sum(written, session.written());
      delivered = sum(delivered, session.delivered());
      addAll(dropped, session.dropped());
      addAll(discarded, session.discarded());
      addAll(decisions, session.decisions());
    }

    private void add(Counts other) {
      offeredSpans = sum(offeredSpans, other.offeredSpans);
      offered = sum(offered, other.offered);
      written = sum(written, other.written);
      delivered = sum(delivered, other.delivered);
      addAll(dropped, other.dropped);
      addAll(discarded, other.discarded);
      addAll(decisions, other.decisions);
    }

    private static void addAll(Map<String, Long> sums, Map<String, Long> amounts) {
      amounts.forEach((key, amount) -> sums.merge(key, amount, ServiceTotals::sum));
    }
  }

  /** Of counts, none of them negative. What processes claim must not make a sum turn over. */
  static long sum(long one, long other) {
    long sum = one + other;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }

  /** The sums by service label, with the sessions of this moment. */
  synchronized Map<String, Counts> update(List<SessionView> sessions) {
    Map<String, SessionView> present = new HashMap<>();
    sessions.forEach(session -> present.put(session.id(), session));
    lastSeen.forEach(
        (id, session) -> {
          if (!present.containsKey(id)) {
            gone.computeIfAbsent(label(session), key -> new Counts()).add(session);
          }
        });
    lastSeen.clear();
    lastSeen.putAll(present);
    Map<String, Counts> totals = new TreeMap<>();
    gone.forEach(
        (service, counts) -> totals.computeIfAbsent(service, k -> new Counts()).add(counts));
    sessions.forEach(
        session -> totals.computeIfAbsent(label(session), k -> new Counts()).add(session));
    return totals;
  }

  /** The service's name, or the shared label once there are too many. */
  synchronized String label(SessionView session) {
    String service = session.serviceName();
    if (services.contains(service)) {
      return service;
    }
    if (services.size() >= MAX_SERVICES) {
      return OTHER;
    }
    services.add(service);
    return service;
  }
}
