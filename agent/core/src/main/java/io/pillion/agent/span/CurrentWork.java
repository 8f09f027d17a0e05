package io.pillion.agent.span;

import io.pillion.agent.bootstrap.SpanHandle;
import io.pillion.agent.bootstrap.SpanIdentity;
import io.pillion.agent.bootstrap.WorkContext;
import io.pillion.agent.telemetry.CurrentSpan;
import io.pillion.agent.telemetry.TraceContext;
import org.jspecify.annotations.Nullable;

/** Shows {@link CurrentSpan} to libraries that keep a context of their own. */
public final class CurrentWork implements WorkContext {

  @Override
  public @Nullable Object current() {
    return CurrentSpan.work();
  }

  @Override
  public @Nullable Object carried(Object work) {
    return work instanceof CurrentSpan.Work known ? known.view() : null;
  }

  @Override
  public void carry(Object work, Object view) {
    if (work instanceof CurrentSpan.Work known) {
      known.view(view);
    }
  }

  @Override
  public @Nullable SpanHandle span(Object work) {
    return work instanceof CurrentSpan.Work known && known.span() instanceof SpanHandle span
        ? span
        : null;
  }

  @Override
  public @Nullable SpanIdentity identity(Object work) {
    TraceContext context = work instanceof CurrentSpan.Work known ? known.context() : null;
    return context == null ? null : HexIds.identity(context, false);
  }

  @Override
  public @Nullable String baggage(Object work) {
    return work instanceof CurrentSpan.Work known ? known.baggage() : null;
  }

  @Override
  public Object enter(
      @Nullable SpanHandle span,
      @Nullable SpanIdentity identity,
      @Nullable String baggage,
      Object view) {
    CurrentSpan.Work work = work(span, identity, baggage);
    work.view(view);
    CurrentSpan.enter(work);
    return work;
  }

  private static CurrentSpan.Work work(
      @Nullable SpanHandle span, @Nullable SpanIdentity identity, @Nullable String baggage) {
    if (span instanceof CurrentSpan.Bound bound) {
      return new CurrentSpan.Work(bound.context(), bound.request(), bound, baggage);
    }
    TraceContext context = identity == null ? null : HexIds.context(identity);
    CurrentSpan.Work outer = context == null ? null : CurrentSpan.work();
    return new CurrentSpan.Work(context, outer == null ? null : outer.request(), null, baggage);
  }

  @Override
  public void leave(Object work) {
    if (work instanceof CurrentSpan.Work known) {
      CurrentSpan.leave(known);
    }
  }
}
