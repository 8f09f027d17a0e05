package io.pillion.instrumentation.otelapi;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerBuilder;
import io.opentelemetry.api.trace.TracerProvider;
import org.jspecify.annotations.Nullable;

/** Hands out tracers; they are cheap and not kept. */
public final class AgentTracerProvider implements TracerProvider {
  /** The only one. */
  public static final AgentTracerProvider INSTANCE = new AgentTracerProvider();

  private AgentTracerProvider() {}

  @Override
  public Tracer get(@Nullable String scope) {
    return new AgentTracer(name(scope), null);
  }

  @Override
  public Tracer get(@Nullable String scope, @Nullable String version) {
    return new AgentTracer(name(scope), version);
  }

  @Override
  public TracerBuilder tracerBuilder(@Nullable String scope) {
    return new AgentTracerBuilder(name(scope));
  }

  private static String name(@Nullable String scope) {
    return scope == null || scope.isEmpty() ? "unknown" : scope;
  }
}
