package io.pillion.sidecar.export;

import io.pillion.ipc.wire.TelemetryEvent;
import java.util.ArrayList;
import java.util.List;

/** A batch in two parts of about equal length, each keeping the order. */
record BatchHalves<T extends TelemetryEvent>(Batch<T> first, Batch<T> second) {

  /** Splits a batch of at least two records. */
  static <T extends TelemetryEvent> BatchHalves<T> of(Batch<T> batch) {
    int left = batch.size() / 2;
    List<Batch.Group<T>> first = new ArrayList<>();
    List<Batch.Group<T>> second = new ArrayList<>();
    for (Batch.Group<T> group : batch.groups()) {
      int taken = Math.min(left, group.records().size());
      addPart(first, group, group.records().subList(0, taken));
      addPart(second, group, group.records().subList(taken, group.records().size()));
      left -= taken;
    }
    return new BatchHalves<>(new Batch<>(first), new Batch<>(second));
  }

  private static <T extends TelemetryEvent> void addPart(
      List<Batch.Group<T>> groups, Batch.Group<T> group, List<T> records) {
    if (!records.isEmpty()) {
      groups.add(new Batch.Group<>(group.sessionId(), group.resource(), records));
    }
  }
}
