package io.pillion.agent.logs;

import io.pillion.agent.telemetry.Failure;
import io.pillion.agent.telemetry.TraceContext;
import io.pillion.ipc.TelemetryItem;
import io.pillion.ipc.wire.RecordEncoder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A captured log event.
 *
 * @param context of the span that was current; null if none was
 * @param mdc keys and values in turn
 */
record LogItem(
    long epochNanos,
    @Nullable TraceContext context,
    int severity,
    @Nullable String severityText,
    String loggerName,
    @Nullable String message,
    @Nullable String threadName,
    @Nullable Failure failure,
    List<String> mdc)
    implements TelemetryItem {

  @Override
  public boolean important() {
    return false;
  }

  @Override
  public boolean minor() {
    return true;
  }

  @Override
  public boolean isSpan() {
    return false;
  }

  @Override
  public void encodeTo(RecordEncoder encoder) {
    encoder.beginLog(
        epochNanos,
        context == null ? 0 : context.traceIdHigh(),
        context == null ? 0 : context.traceIdLow(),
        context == null ? 0 : context.spanId(),
        context == null ? 0 : context.flags(),
        severity,
        severityText,
        loggerName,
        message);
    encoder.attributeOfFew("thread.name", threadName);
    if (failure != null) {
      encoder.attributeOfFew("exception.type", failure.type());
      encoder.attribute("exception.message", failure.message());
      encoder.attribute("exception.stacktrace", failure.stackTrace());
    }
    for (int i = 0; i + 1 < mdc.size(); i += 2) {
      encoder.attribute(mdc.get(i), mdc.get(i + 1));
    }
  }
}
