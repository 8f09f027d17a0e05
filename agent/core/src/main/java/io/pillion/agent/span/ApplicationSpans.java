package io.pillion.agent.span;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.SpanHandle;
import io.pillion.agent.bootstrap.SpanIdentity;
import io.pillion.agent.bootstrap.SpanInstrumenter;
import io.pillion.agent.telemetry.CurrentSpan;
import io.pillion.agent.telemetry.SpanClock;
import io.pillion.agent.telemetry.SpanStart;
import io.pillion.agent.telemetry.TraceContext;
import io.pillion.ipc.TelemetryItem;
import io.pillion.ipc.wire.SpanRecord;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Starts the application's own spans and hands them over when they end.
 *
 * <p><b>Threading.</b> Any application thread; nothing here blocks.
 */
public final class ApplicationSpans implements SpanInstrumenter {
  private final Predicate<TelemetryItem> telemetry;
  private final SpanStart starts;
  private final Set<String> propagators;
  private final SpanClock clock = new SpanClock();

  /**
   * Puts the parts together.
   *
   * @param telemetry takes ended spans and says whether it had room; counts where it had not
   */
  public ApplicationSpans(
      Predicate<TelemetryItem> telemetry, SpanStart starts, Set<String> propagators) {
    this.telemetry = telemetry;
    this.starts = starts;
    this.propagators = propagators;
  }

  @Override
  public SpanHandle start(
      String name,
      int kind,
      String scope,
      @Nullable String scopeVersion,
      @Nullable SpanIdentity parent,
      long startEpochNanos) {
    TraceContext parentContext = parent == null ? null : HexIds.context(parent);
    CurrentSpan.Work work = CurrentSpan.work();
    return new ApplicationSpan(
        this,
        starts.begin(parentContext, null),
        parentContext,
        parentContext != null && parent != null && parent.remote(),
        work == null ? null : work.request(),
        kindOf(kind),
        name,
        scope,
        scopeVersion,
        startEpochNanos);
  }

  private static SpanRecord.Kind kindOf(int code) {
    SpanRecord.Kind kind = SpanRecord.Kind.ofCode(code);
    return kind == null ? SpanRecord.Kind.INTERNAL : kind;
  }

  @Override
  public boolean propagates(String format) {
    return propagators.contains(format);
  }

  SpanClock clock() {
    return clock;
  }

  void offer(TelemetryItem span) {
    try {
      boolean unused = telemetry.test(span);
    } catch (Throwable e) {
      Agent.adviceFailed(e);
    }
  }
}
