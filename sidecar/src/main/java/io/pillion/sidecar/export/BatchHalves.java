package io.pillion.sidecar.export;

import io.pillion.ipc.wire.SpanRecord;
import java.util.ArrayList;
import java.util.List;

/** A batch in two parts of about equal length, each keeping the order. */
record BatchHalves(SpanBatch first, SpanBatch second) {

  /** Splits a batch of at least two spans. */
  static BatchHalves of(SpanBatch batch) {
    int left = batch.size() / 2;
    List<SpanBatch.Group> first = new ArrayList<>();
    List<SpanBatch.Group> second = new ArrayList<>();
    for (SpanBatch.Group group : batch.groups()) {
      int taken = Math.min(left, group.spans().size());
      addPart(first, group, group.spans().subList(0, taken));
      addPart(second, group, group.spans().subList(taken, group.spans().size()));
      left -= taken;
    }
    return new BatchHalves(new SpanBatch(first), new SpanBatch(second));
  }

  private static void addPart(
      List<SpanBatch.Group> groups, SpanBatch.Group group, List<SpanRecord> spans) {
    if (!spans.isEmpty()) {
      groups.add(new SpanBatch.Group(group.sessionId(), group.resource(), spans));
    }
  }
}
