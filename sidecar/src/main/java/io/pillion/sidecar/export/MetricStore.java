package io.pillion.sidecar.export;

import io.pillion.ipc.wire.MetricRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest value of each application's metrics, within bounds of number: the application that has
 * sent nothing for longest makes room.
 *
 * <p><b>Threading.</b> Any thread; guarded by its own lock.
 */
public final class MetricStore {
  static final int MOST_SESSIONS = 64;
  static final int MOST_METRICS = 64;
  static final int MOST_POINTS = 256;

  private final Map<String, Entry> sessions = new LinkedHashMap<>();

  private record Entry(Map<String, String> resource, Map<String, MetricRecord> metrics) {}

  /** One metric of one application process. */
  public record Latest(String sessionId, Map<String, String> resource, MetricRecord metric) {}

  /** Keeps what is newer. */
  public synchronized void add(Batch<MetricRecord> batch) {
    for (Batch.Group<MetricRecord> group : batch.groups()) {
      Entry entry = sessions.remove(group.sessionId());
      if (entry == null) {
        entry = new Entry(group.resource(), new LinkedHashMap<>());
      }
      sessions.put(group.sessionId(), entry);
      for (MetricRecord metric : group.records()) {
        add(entry.metrics, metric);
      }
    }
    Iterator<String> oldest = sessions.keySet().iterator();
    while (sessions.size() > MOST_SESSIONS) {
      oldest.next();
      oldest.remove();
    }
  }

  private static void add(Map<String, MetricRecord> metrics, MetricRecord metric) {
    if (metric.points().size() <= MOST_POINTS
        && (metrics.size() < MOST_METRICS || metrics.containsKey(metric.name()))) {
      metrics.put(metric.name(), metric);
    }
  }

  /** What is kept, in no particular order. */
  public synchronized List<Latest> all() {
    List<Latest> all = new ArrayList<>();
    sessions.forEach(
        (id, entry) ->
            entry
                .metrics
                .values()
                .forEach(metric -> all.add(new Latest(id, entry.resource, metric))));
    return all;
  }
}
