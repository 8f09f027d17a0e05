package io.pillion.sidecar.red;

import io.pillion.ipc.wire.MetricRecord;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.sidecar.export.Batch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts points into batches that back ends take in one request. A metric with more points than fit
 * is in several batches, in none of them twice.
 */
final class DurationBatches {
  /** Some half a kilobyte each, before compression. */
  static final int MOST_POINTS = 1000;

  private final long epochNanos;
  private final List<Part> parts = new ArrayList<>();
  private Map<Long, Batch.Group<MetricRecord>> groups = new LinkedHashMap<>();
  private List<Told> told = new ArrayList<>();
  private int points;
  private long sequence;

  /**
   * What goes into one request.
   *
   * @param told what the back end knows once it has taken the batch
   */
  record Part(Batch<MetricRecord> batch, List<Told> told) {}

  /** A series and its counts at that time. */
  record Told(SeriesId series, Sum sum) {}

  /** A series of one application process. */
  record SeriesId(
      long application, HttpInstrument instrument, List<SpanRecord.Attribute> attributes) {}

  /** Counts of a series until a time. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Sum(long epochNanos, long[] counts, double seconds) {}

  /** A series' point, and what it adds up to. */
  record Entry(MetricRecord.Point point, Told told) {}

  /** Begins; all points are of that time. */
  DurationBatches(long epochNanos) {
    this.epochNanos = epochNanos;
  }

  /** Adds the points of one histogram of one process. */
  void add(ApplicationDurations application, HttpInstrument instrument, List<Entry> entries) {
    int from = 0;
    while (from < entries.size()) {
      int to = Math.min(entries.size(), from + MOST_POINTS - points);
      addSome(application, instrument, entries.subList(from, to));
      from = to;
      if (points == MOST_POINTS) {
        close();
      }
    }
  }

  private void addSome(
      ApplicationDurations application, HttpInstrument instrument, List<Entry> entries) {
    MetricRecord metric =
        new MetricRecord(
            ++sequence,
            MetricRecord.Kind.HISTOGRAM,
            epochNanos,
            0,
            instrument.metricName(),
            HttpInstrument.UNIT,
            instrument.scopeName(),
            instrument.description(),
            DurationBounds.SECONDS,
            entries.stream().map(Entry::point).toList());
    groups
        .computeIfAbsent(
            application.id(),
            id ->
                new Batch.Group<>(
                    application.sessionId(), application.resource(), new ArrayList<>()))
        .records()
        .add(metric);
    entries.forEach(entry -> told.add(entry.told()));
    points += entries.size();
  }

  private void close() {
    parts.add(new Part(new Batch<>(List.copyOf(groups.values())), told));
    groups = new LinkedHashMap<>();
    told = new ArrayList<>();
    points = 0;
  }

  /** All of them. */
  List<Part> parts() {
    if (points > 0) {
      close();
    }
    return parts;
  }
}
