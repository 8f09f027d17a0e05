package io.pillion.sidecar.red;

import io.pillion.ipc.wire.SpanRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One histogram of one application process: its series, up to a limit, and one for all that is
 * beyond. Guarded by the lock of {@link RequestDurations}.
 */
final class DurationHistogram {
  private static final List<SpanRecord.Attribute> OVERFLOW =
      List.of(new SpanRecord.Attribute("otel.metric.overflow", true));

  private final Map<SeriesKey, DurationSeries> series = new HashMap<>();
  private @Nullable DurationSeries overflow;

  /** The series with those attributes; null if there is none yet. */
  @Nullable DurationSeries find(SeriesKey key) {
    return series.get(key);
  }

  /** How many there are, without the one for the rest. */
  int size() {
    return series.size();
  }

  DurationSeries begin(SeriesKey key, long epochNanos) {
    DurationSeries begun = new DurationSeries(key.attributes(), epochNanos);
    series.put(key.copy(), begun);
    return begun;
  }

  /** The series for what is beyond the limits. */
  DurationSeries overflow(long epochNanos) {
    if (overflow == null) {
      overflow = new DurationSeries(OVERFLOW, epochNanos);
    }
    return overflow;
  }

  List<DurationPoint> points() {
    List<DurationPoint> points = new ArrayList<>(series.size() + 1);
    series.values().forEach(one -> points.add(one.point()));
    if (overflow != null) {
      points.add(overflow.point());
    }
    return points;
  }
}
