package io.pillion.agent.span;

import io.pillion.agent.bootstrap.SpanHandle;
import io.pillion.agent.bootstrap.SpanIdentity;
import io.pillion.agent.telemetry.CurrentSpan;
import io.pillion.agent.telemetry.TraceContext;
import io.pillion.ipc.TelemetryItem;
import io.pillion.ipc.wire.RecordEncoder;
import io.pillion.ipc.wire.SpanRecord;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A span that the application made. One that is not sampled only has an identity; one that is never
 * ended is never exported.
 */
final class ApplicationSpan implements SpanHandle, TelemetryItem, CurrentSpan.Bound {
  private static final AtomicIntegerFieldUpdater<ApplicationSpan> ENDED =
      AtomicIntegerFieldUpdater.newUpdater(ApplicationSpan.class, "ended");

  private final ApplicationSpans spans;
  private final TraceContext context;
  private final @Nullable TraceContext parent;
  private final boolean parentIsRemote;
  private final @Nullable Object request;
  private final SpanRecord.Kind kind;
  private final String name;
  private final String scope;
  private final @Nullable String scopeVersion;
  private final SpanContent content = new SpanContent();
  private final long anchorEpochNanos;
  private final long anchorNanoTime;
  private final long startEpochNanos;
  private @Nullable SpanIdentity identity;
  private volatile int ended;
  private long endEpochNanos;

  /**
   * A span that starts now, or at {@code givenStartEpochNanos} if that is not 0.
   *
   * @param request that the span is part of; null if there is none
   */
  ApplicationSpan(
      ApplicationSpans spans,
      TraceContext context,
      @Nullable TraceContext parent,
      boolean parentIsRemote,
      @Nullable Object request,
      SpanRecord.Kind kind,
      String name,
      String scope,
      @Nullable String scopeVersion,
      long givenStartEpochNanos) {
    this.spans = spans;
    this.context = context;
    this.parent = parent;
    this.parentIsRemote = parentIsRemote;
    this.request = request;
    this.kind = kind;
    this.name = name;
    this.scope = scope;
    this.scopeVersion = scopeVersion;
    this.anchorNanoTime = System.nanoTime();
    this.anchorEpochNanos = spans.clock().epochNanos(anchorNanoTime);
    this.startEpochNanos = givenStartEpochNanos != 0 ? givenStartEpochNanos : anchorEpochNanos;
  }

  @Override
  public TraceContext context() {
    return context;
  }

  @Override
  public @Nullable Object request() {
    return request;
  }

  @Override
  public SpanIdentity identity() {
    SpanIdentity known = identity;
    if (known == null) {
      // Immutable, so a race does no harm.
      known = HexIds.identity(context, false);
      identity = known;
    }
    return known;
  }

  @Override
  public boolean recording() {
    return context.sampled() && ended == 0;
  }

  @Override
  public void attribute(@Nullable String key, @Nullable Object value) {
    if (recording()) {
      content.attribute(key, value);
    }
  }

  @Override
  public void event(@Nullable String eventName, long epochNanos, Object[] attributes) {
    if (recording()) {
      content.event(eventName, timeOr(epochNanos), attributes);
    }
  }

  @Override
  public void link(SpanIdentity other, Object[] attributes) {
    if (recording()) {
      content.link(other, attributes);
    }
  }

  @Override
  public void exception(@Nullable Throwable error, Object[] attributes) {
    if (error != null && recording()) {
      content.exception(error, timeOr(0), attributes);
    }
  }

  @Override
  public void status(int code, @Nullable String description) {
    if (recording()) {
      content.status(code, description);
    }
  }

  @Override
  public void rename(@Nullable String newName) {
    if (recording()) {
      content.rename(newName);
    }
  }

  @Override
  public void finish(long epochNanos) {
    if (ENDED.compareAndSet(this, 0, 1)) {
      endEpochNanos = Math.max(startEpochNanos, timeOr(epochNanos));
      content.freeze();
      if (context.sampled()) {
        spans.offer(this);
      }
    }
  }

  /** The given time, or now by a clock that does not run backwards within the span. */
  private long timeOr(long epochNanos) {
    return epochNanos != 0 ? epochNanos : anchorEpochNanos + (System.nanoTime() - anchorNanoTime);
  }

  @Override
  public boolean important() {
    return content.isError();
  }

  @Override
  public boolean isSpan() {
    return true;
  }

  @Override
  public void encodeTo(RecordEncoder encoder) {
    String renamed = content.name();
    encoder.beginSpan(
        context.traceIdHigh(),
        context.traceIdLow(),
        context.spanId(),
        parent == null ? 0 : parent.spanId(),
        context.flags() | (parentIsRemote ? SpanRecord.PARENT_IS_REMOTE : 0),
        kind,
        content.status(SpanRecord.Status.UNSET),
        startEpochNanos,
        endEpochNanos,
        renamed == null ? name : renamed,
        scope);
    encoder.traceState(context.traceState());
    encoder.scopeVersion(scopeVersion);
    content.encodeTo(encoder, unused -> false);
  }
}
