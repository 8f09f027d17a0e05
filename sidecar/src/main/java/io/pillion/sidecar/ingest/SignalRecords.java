package io.pillion.sidecar.ingest;

import io.pillion.ipc.wire.TelemetryEvent;
import io.pillion.sidecar.export.Batch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The records of one signal in a batch, by session.
 *
 * <p><b>Threading.</b> The ingest thread.
 */
final class SignalRecords<T extends TelemetryEvent> {
  private final Map<SessionIntake, List<T>> sessions = new LinkedHashMap<>();
  private int size;

  void add(SessionIntake intake, T record) {
    sessions.computeIfAbsent(intake, key -> new ArrayList<>()).add(record);
    size++;
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** How many of a session's records are among those refused, taken in the order of sessions. */
  Map<SessionIntake, Long> refused(long rejected) {
    Map<SessionIntake, Long> refused = new LinkedHashMap<>();
    long left = rejected;
    for (Map.Entry<SessionIntake, List<T>> entry : sessions.entrySet()) {
      long here = Math.min(left, entry.getValue().size());
      if (here == 0) {
        break;
      }
      refused.put(entry.getKey(), here);
      left -= here;
    }
    return refused;
  }

  /** Only if there are any. */
  Batch<T> toBatch() {
    List<Batch.Group<T>> groups = new ArrayList<>();
    sessions.forEach(
        (intake, records) ->
            groups.add(new Batch.Group<>(intake.id(), intake.resource(), records)));
    return new Batch<>(groups);
  }
}
