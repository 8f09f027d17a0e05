package io.pillion.instrumentation.otelapi;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.baggage.propagation.W3CBaggagePropagator;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.SpanInstrumenter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an application without an SDK gets for its global OpenTelemetry. */
public final class AgentOpenTelemetry implements OpenTelemetry {
  private static volatile @Nullable AgentOpenTelemetry instance;

  private final ContextPropagators propagators;

  private AgentOpenTelemetry(SpanInstrumenter spans) {
    List<TextMapPropagator> formats = new ArrayList<>();
    if (spans.propagates("tracecontext")) {
      formats.add(W3CTraceContextPropagator.getInstance());
    }
    if (spans.propagates("baggage")) {
      formats.add(W3CBaggagePropagator.getInstance());
    }
    this.propagators = ContextPropagators.create(TextMapPropagator.composite(formats));
  }

  /** Ours, if {@code found} does nothing; else {@code found}. */
  public static @Nullable OpenTelemetry inPlaceOf(@Nullable OpenTelemetry found) {
    SpanInstrumenter spans = Agent.spans();
    if (found == null || spans == null) {
      return found;
    }
    if (isOwnSdk(found)) {
      OwnSdk.found();
    }
    return OwnSdk.isPresent() ? found : instance(spans);
  }

  /** Looks at what the application made the global one. */
  public static void set(@Nullable OpenTelemetry set) {
    if (set != null && isOwnSdk(set)) {
      OwnSdk.found();
    }
  }

  private static boolean isOwnSdk(OpenTelemetry openTelemetry) {
    TracerProvider provider = openTelemetry.getTracerProvider();
    return provider != TracerProvider.noop() && !(provider instanceof AgentTracerProvider);
  }

  private static AgentOpenTelemetry instance(SpanInstrumenter spans) {
    AgentOpenTelemetry known = instance;
    if (known == null) {
      known = new AgentOpenTelemetry(spans);
      instance = known;
    }
    return known;
  }

  @Override
  public TracerProvider getTracerProvider() {
    return AgentTracerProvider.INSTANCE;
  }

  @Override
  public ContextPropagators getPropagators() {
    return propagators;
  }
}
