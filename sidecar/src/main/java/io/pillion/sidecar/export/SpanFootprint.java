package io.pillion.sidecar.export;

import io.pillion.ipc.wire.LogRecord;
import io.pillion.ipc.wire.MetricRecord;
import io.pillion.ipc.wire.SpanRecord;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Estimates the heap that a record holds, in bytes. Shared strings count each time, so the truth is
 * below.
 */
public final class SpanFootprint {
  private static final int SPAN = 192;
  private static final int ATTRIBUTE = 56;
  private static final int EVENT = 72;
  private static final int LINK = 88;
  private static final long NUMBER = 28;
  private static final int STRING = 56;

  private SpanFootprint() {}

  /** The estimate for one span. */
  public static long of(SpanRecord span) {
    long bytes = SPAN + ofString(span.name()) + ofString(span.scopeName());
    bytes += ofString(span.statusMessage()) + ofString(span.traceState());
    bytes += ofAttributes(span.attributes());
    for (SpanRecord.Event event : span.events()) {
      bytes += EVENT + ofString(event.name()) + ofAttributes(event.attributes());
    }
    bytes += ofString(span.scopeVersion());
    for (SpanRecord.Link link : span.links()) {
      bytes += LINK + ofString(link.traceState()) + ofAttributes(link.attributes());
    }
    return bytes;
  }

  /** The estimate for one log record. */
  public static long of(LogRecord log) {
    return SPAN
        + ofString(log.loggerName())
        + ofString(log.severityText())
        + ofString(log.body())
        + ofAttributes(log.attributes());
  }

  /** The estimate for one metric. */
  public static long of(MetricRecord metric) {
    long bytes = SPAN + ofString(metric.name()) + ofString(metric.unit());
    bytes += ofString(metric.scopeName()) + ofString(metric.description());
    bytes += NUMBER * metric.bounds().size();
    for (MetricRecord.Point point : metric.points()) {
      bytes += EVENT + ofAttributes(point.attributes());
      if (point.value() instanceof MetricRecord.Distribution of) {
        bytes += NUMBER * of.buckets().size();
      }
    }
    return bytes;
  }

  private static long ofAttributes(List<SpanRecord.Attribute> attributes) {
    long bytes = 0;
    for (SpanRecord.Attribute attribute : attributes) {
      bytes += ATTRIBUTE + ofString(attribute.key());
      if (attribute.value() instanceof String text) {
        bytes += ofString(text);
      } else if (attribute.value() instanceof List<?> list) {
        for (Object element : list) {
          bytes += element instanceof String text ? ofString(text) : NUMBER;
        }
      }
    }
    return bytes;
  }

  private static long ofString(@Nullable String text) {
    return text == null ? 0 : STRING + text.length();
  }
}
