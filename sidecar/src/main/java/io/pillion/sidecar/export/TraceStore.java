package io.pillion.sidecar.export;

import io.pillion.ipc.wire.SpanRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest traces, within a bound of memory: the trace that has had no span for longest makes
 * room. No single trace takes more than a quarter.
 *
 * <p><b>Threading.</b> Any thread. Reads copy and hold the lock for that time only.
 */
public final class TraceStore {
  private static final int TRACE_BYTES = 160;
  private static final String UNKNOWN_SERVICE = "unknown_service:java";

  private final long capacityBytes;
  private final Map<TraceId, Entry> traces = new LinkedHashMap<>();
  private long bytes;
  private long evictedTraces;

  /** Holds about that many bytes at most. */
  public TraceStore(long capacityBytes) {
    this.capacityBytes = capacityBytes;
  }

  private record TraceId(long high, long low) {
    @Override
    public String toString() {
      return String.format("%016x%016x", high, low);
    }
  }

  private static final class Entry {
    final List<StoredSpan> spans = new ArrayList<>(4);
    long bytes = TRACE_BYTES;
    int omitted;
  }

  /**
   * How full it is.
   *
   * @param evictedTraces traces that made room since the start
   */
  public record Usage(int traces, long bytes, long capacityBytes, long evictedTraces) {}

  /** Keeps the batch's spans. */
  public synchronized void add(Batch<SpanRecord> batch) {
    for (Batch.Group<SpanRecord> group : batch.groups()) {
      String service = group.resource().getOrDefault("service.name", UNKNOWN_SERVICE);
      for (SpanRecord record : group.records()) {
        add(new StoredSpan(service, record));
      }
    }
    makeRoom();
  }

  /** The newest traces, the newest first. */
  public List<TraceSummary> newest(int limit) {
    return copyNewest(limit).stream().map(StoredTrace::summary).toList();
  }

  /** The trace with that id of 32 lower-case hex digits; null if it is not kept. */
  public @Nullable StoredTrace find(String id) {
    TraceId key = parse(id);
    if (key == null) {
      return null;
    }
    synchronized (this) {
      Entry entry = traces.get(key);
      return entry == null || entry.spans.isEmpty() ? null : copy(key, entry);
    }
  }

  /** How full it is. */
  public synchronized Usage usage() {
    return new Usage(traces.size(), bytes, capacityBytes, evictedTraces);
  }

  private void add(StoredSpan span) {
    TraceId id = new TraceId(span.record().traceIdHigh(), span.record().traceIdLow());
    Entry entry = traces.remove(id);
    if (entry == null) {
      entry = new Entry();
      bytes += TRACE_BYTES;
    }
    traces.put(id, entry); // at the end: the newest
    long size = SpanFootprint.of(span.record());
    if (entry.bytes + size > capacityBytes / 4) {
      entry.omitted++;
      return;
    }
    entry.spans.add(span);
    entry.bytes += size;
    bytes += size;
  }

  private void makeRoom() {
    Iterator<Entry> oldest = traces.values().iterator();
    while (bytes > capacityBytes && oldest.hasNext()) {
      bytes -= oldest.next().bytes;
      evictedTraces++;
      oldest.remove();
    }
  }

  private synchronized List<StoredTrace> copyNewest(int limit) {
    List<Map.Entry<TraceId, Entry>> all = new ArrayList<>(traces.entrySet());
    List<StoredTrace> newest = new ArrayList<>();
    for (int i = all.size() - 1; i >= 0 && newest.size() < limit; i--) {
      Entry entry = all.get(i).getValue();
      if (!entry.spans.isEmpty()) {
        newest.add(copy(all.get(i).getKey(), entry));
      }
    }
    return newest;
  }

  private static StoredTrace copy(TraceId id, Entry entry) {
    List<StoredSpan> spans = new ArrayList<>(entry.spans);
    spans.sort(Comparator.comparingLong(span -> span.record().startEpochNanos()));
    return new StoredTrace(id.toString(), spans, entry.omitted);
  }

  private static @Nullable TraceId parse(String id) {
    if (!id.matches("[0-9a-f]{32}")) {
      return null;
    }
    return new TraceId(
        Long.parseUnsignedLong(id, 0, 16, 16), Long.parseUnsignedLong(id, 16, 32, 16));
  }
}
