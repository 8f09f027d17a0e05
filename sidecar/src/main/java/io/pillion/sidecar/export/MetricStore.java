package io.pillion.sidecar.export;

import io.pillion.ipc.wire.MetricRecord;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The newest value of each application's metrics, within bounds of number and bytes: the
 * application that has sent nothing for longest makes room.
 *
 * <p><b>Threading.</b> Any thread; guarded by its own lock.
 */
public final class MetricStore {
  static final int MOST_SESSIONS = 64;
  static final int MOST_METRICS = 64;
  static final int MOST_POINTS = 256;
  static final long MOST_BYTES = 4 * 1024 * 1024;
  static final long MOST_BYTES_OF_ONE = MOST_BYTES / 8;

  private final Map<String, Entry> sessions = new LinkedHashMap<>();
  private long bytes;

  private static final class Entry {
    final Map<String, String> resource;
    final Map<String, MetricRecord> metrics = new LinkedHashMap<>();
    long bytes;

    Entry(Map<String, String> resource) {
      this.resource = resource;
    }

    void add(MetricRecord metric) {
      MetricRecord before = metrics.get(metric.name());
      long added = SpanFootprint.of(metric) - (before == null ? 0 : SpanFootprint.of(before));
      if (metric.points().size() > MOST_POINTS
          || bytes + added > MOST_BYTES_OF_ONE
          || (before == null && metrics.size() == MOST_METRICS)) {
        return;
      }
      bytes += added;
      metrics.put(metric.name(), metric);
    }
  }

  /** One metric of one application process. */
  public record Latest(String sessionId, Map<String, String> resource, MetricRecord metric) {}

  /** Keeps what is newer. */
  public synchronized void add(Batch<MetricRecord> batch) {
    for (Batch.Group<MetricRecord> group : batch.groups()) {
      Entry entry = sessions.remove(group.sessionId());
      if (entry == null) {
        entry = new Entry(group.resource());
      }
      sessions.put(group.sessionId(), entry);
      long before = entry.bytes;
      group.records().forEach(entry::add);
      bytes += entry.bytes - before;
    }
    makeRoom();
  }

  /** What has had no news for longest goes. */
  private void makeRoom() {
    Iterator<Entry> oldest = sessions.values().iterator();
    while (sessions.size() > MOST_SESSIONS || bytes > MOST_BYTES) {
      bytes -= oldest.next().bytes;
      oldest.remove();
    }
  }

  /** What is kept, the newest last. */
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
