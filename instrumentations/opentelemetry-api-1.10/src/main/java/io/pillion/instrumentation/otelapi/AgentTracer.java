package io.pillion.instrumentation.otelapi;

import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.SpanInstrumenter;
import org.jspecify.annotations.Nullable;

/** Makes spans of one instrumentation scope. */
public final class AgentTracer implements Tracer {
  private final String scope;
  private final @Nullable String version;

  /** For that scope. */
  public AgentTracer(String scope, @Nullable String version) {
    this.scope = scope;
    this.version = version;
  }

  @Override
  public SpanBuilder spanBuilder(@Nullable String name) {
    SpanInstrumenter spans = Agent.spans();
    if (spans == null || OwnSdk.isPresent()) {
      return TracerProvider.noop().get(scope).spanBuilder(name);
    }
    return new AgentSpanBuilder(spans, scope, version, name);
  }
}
