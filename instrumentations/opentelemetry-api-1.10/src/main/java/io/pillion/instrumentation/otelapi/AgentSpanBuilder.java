package io.pillion.instrumentation.otelapi;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.pillion.agent.bootstrap.SpanHandle;
import io.pillion.agent.bootstrap.SpanIdentity;
import io.pillion.agent.bootstrap.SpanInstrumenter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Gathers what a span starts with. */
public final class AgentSpanBuilder implements SpanBuilder {
  private static final int SERVER = 2;
  private static final int CLIENT = 3;
  private static final int PRODUCER = 4;
  private static final int CONSUMER = 5;

  private final SpanInstrumenter spans;
  private final String scope;
  private final @Nullable String scopeVersion;
  private final String name;
  private final List<Object> attributes = new ArrayList<>();
  private final List<Object> links = new ArrayList<>();
  private @Nullable Context parent;
  private boolean root;
  private int kind = SpanInstrumenter.INTERNAL;
  private long startEpochNanos;

  /** For a span of that name. */
  public AgentSpanBuilder(
      SpanInstrumenter spans, String scope, @Nullable String scopeVersion, @Nullable String name) {
    this.spans = spans;
    this.scope = scope;
    this.scopeVersion = scopeVersion;
    this.name = name == null || name.trim().isEmpty() ? "<unspecified span name>" : name;
  }

  @Override
  public SpanBuilder setParent(@Nullable Context context) {
    if (context != null) {
      parent = context;
      root = false;
    }
    return this;
  }

  @Override
  public SpanBuilder setNoParent() {
    parent = null;
    root = true;
    return this;
  }

  @Override
  public SpanBuilder addLink(@Nullable SpanContext other) {
    return addLink(other, Attributes.empty());
  }

  @Override
  public SpanBuilder addLink(@Nullable SpanContext other, @Nullable Attributes ofLink) {
    SpanIdentity identity = Identities.of(other);
    if (identity != null) {
      links.add(identity);
      links.add(KeysAndValues.of(ofLink));
    }
    return this;
  }

  @Override
  public SpanBuilder setAttribute(@Nullable String key, @Nullable String value) {
    return attribute(key, value);
  }

  @Override
  public SpanBuilder setAttribute(@Nullable String key, long value) {
    return attribute(key, Long.valueOf(value));
  }

  @Override
  public SpanBuilder setAttribute(@Nullable String key, double value) {
    return attribute(key, Double.valueOf(value));
  }

  @Override
  public SpanBuilder setAttribute(@Nullable String key, boolean value) {
    return attribute(key, Boolean.valueOf(value));
  }

  @Override
  public <T> SpanBuilder setAttribute(@Nullable AttributeKey<T> key, @Nullable T value) {
    return attribute(key == null ? null : key.getKey(), value);
  }

  private SpanBuilder attribute(@Nullable String key, @Nullable Object value) {
    if (key != null && value != null) {
      attributes.add(key);
      attributes.add(value);
    }
    return this;
  }

  @Override
  public SpanBuilder setSpanKind(@Nullable SpanKind spanKind) {
    if (spanKind != null) {
      kind = code(spanKind);
    }
    return this;
  }

  /** OTLP's number. Not a switch: over an enum of others that makes a class of its own. */
  private static int code(SpanKind kind) {
    if (kind == SpanKind.SERVER) {
      return SERVER;
    }
    if (kind == SpanKind.CLIENT) {
      return CLIENT;
    }
    if (kind == SpanKind.PRODUCER) {
      return PRODUCER;
    }
    return kind == SpanKind.CONSUMER ? CONSUMER : SpanInstrumenter.INTERNAL;
  }

  @Override
  public SpanBuilder setStartTimestamp(long timestamp, @Nullable TimeUnit unit) {
    startEpochNanos = AgentSpan.nanos(timestamp, unit);
    return this;
  }

  @Override
  public Span startSpan() {
    SpanHandle span =
        spans.start(name, kind, scope, scopeVersion, parentIdentity(), startEpochNanos);
    for (int i = 0; i < attributes.size(); i += 2) {
      span.attribute((String) attributes.get(i), attributes.get(i + 1));
    }
    for (int i = 0; i < links.size(); i += 2) {
      span.link((SpanIdentity) links.get(i), (Object[]) links.get(i + 1));
    }
    return new AgentSpan(span);
  }

  private @Nullable SpanIdentity parentIdentity() {
    if (root) {
      return null;
    }
    Span span = Span.fromContext(parent == null ? Context.current() : parent);
    return span instanceof AgentSpan ours
        ? ours.handle().identity()
        : Identities.of(span.getSpanContext());
  }
}
