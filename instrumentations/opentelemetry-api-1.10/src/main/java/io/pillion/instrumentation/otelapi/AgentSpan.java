package io.pillion.instrumentation.otelapi;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.StatusCode;
import io.pillion.agent.bootstrap.SpanHandle;
import io.pillion.agent.bootstrap.SpanIdentity;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A span of the agent's as the API shows it. */
public final class AgentSpan implements Span {
  private static final Object[] NONE = new Object[0];

  private final SpanHandle handle;
  private final SpanContext spanContext;

  /** Shows this span. */
  public AgentSpan(SpanHandle handle) {
    this.handle = handle;
    this.spanContext = Identities.spanContext(handle.identity());
  }

  /** The agent's span behind it. */
  public SpanHandle handle() {
    return handle;
  }

  @Override
  public Span setAttribute(@Nullable String key, @Nullable String value) {
    handle.attribute(key, value);
    return this;
  }

  @Override
  public Span setAttribute(@Nullable String key, long value) {
    handle.attribute(key, Long.valueOf(value));
    return this;
  }

  @Override
  public Span setAttribute(@Nullable String key, double value) {
    handle.attribute(key, Double.valueOf(value));
    return this;
  }

  @Override
  public Span setAttribute(@Nullable String key, boolean value) {
    handle.attribute(key, Boolean.valueOf(value));
    return this;
  }

  @Override
  public <T> Span setAttribute(@Nullable AttributeKey<T> key, @Nullable T value) {
    handle.attribute(key == null ? null : key.getKey(), value);
    return this;
  }

  @Override
  public Span addEvent(@Nullable String name, @Nullable Attributes attributes) {
    handle.event(name, 0, KeysAndValues.of(attributes));
    return this;
  }

  @Override
  public Span addEvent(
      @Nullable String name,
      @Nullable Attributes attributes,
      long timestamp,
      @Nullable TimeUnit unit) {
    handle.event(name, nanos(timestamp, unit), KeysAndValues.of(attributes));
    return this;
  }

  @Override
  public Span setStatus(@Nullable StatusCode code, @Nullable String description) {
    handle.status(code(code), description);
    return this;
  }

  private static int code(@Nullable StatusCode code) {
    if (code == StatusCode.OK) {
      return SpanHandle.OK;
    }
    return code == StatusCode.ERROR ? SpanHandle.ERROR : SpanHandle.UNSET;
  }

  @Override
  public Span recordException(@Nullable Throwable exception) {
    handle.exception(exception, NONE);
    return this;
  }

  @Override
  public Span recordException(@Nullable Throwable exception, @Nullable Attributes attributes) {
    handle.exception(exception, KeysAndValues.of(attributes));
    return this;
  }

  /** The API has it since 1.37; without {@code Override}, since we are compiled against older. */
  public Span addLink(@Nullable SpanContext other) {
    return addLink(other, null);
  }

  /** The API has it since 1.37. */
  public Span addLink(@Nullable SpanContext other, @Nullable Attributes attributes) {
    SpanIdentity identity = Identities.of(other);
    if (identity != null) {
      handle.link(identity, KeysAndValues.of(attributes));
    }
    return this;
  }

  @Override
  public Span updateName(@Nullable String name) {
    handle.rename(name);
    return this;
  }

  @Override
  public void end() {
    handle.finish(0);
  }

  @Override
  public void end(long timestamp, @Nullable TimeUnit unit) {
    handle.finish(nanos(timestamp, unit));
  }

  /** 0, which stands for now, where there is no time to speak of. */
  static long nanos(long timestamp, @Nullable TimeUnit unit) {
    return unit == null || timestamp <= 0 ? 0 : unit.toNanos(timestamp);
  }

  @Override
  public SpanContext getSpanContext() {
    return spanContext;
  }

  @Override
  public boolean isRecording() {
    return handle.recording();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AgentSpan span && span.handle == handle;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(handle);
  }

  @Override
  public String toString() {
    return "AgentSpan{" + spanContext + '}';
  }
}
