package io.pillion.sidecar.export;

import io.pillion.ipc.wire.SpanRecord;
import java.util.List;
import java.util.TreeSet;

/**
 * The spans of one trace that are kept.
 *
 * @param spans in order of start; never empty
 * @param omitted spans that came and were not kept, because the trace is too large
 */
public record StoredTrace(String id, List<StoredSpan> spans, int omitted) {

  /** The trace in one line. */
  public TraceSummary summary() {
    StoredSpan root = spans.get(0);
    boolean rootKnown = false;
    long end = Long.MIN_VALUE;
    boolean error = false;
    TreeSet<String> services = new TreeSet<>();
    for (StoredSpan span : spans) {
      SpanRecord record = span.record();
      if (!rootKnown && record.parentSpanId() == 0) {
        root = span;
        rootKnown = true;
      }
      end = Math.max(end, record.endEpochNanos());
      error |= record.status() == SpanRecord.Status.ERROR;
      services.add(span.serviceName());
    }
    long start = spans.get(0).record().startEpochNanos();
    return new TraceSummary(
        id,
        root.record().name(),
        root.serviceName(),
        rootKnown,
        start,
        end - start,
        spans.size() + omitted,
        services,
        error);
  }
}
