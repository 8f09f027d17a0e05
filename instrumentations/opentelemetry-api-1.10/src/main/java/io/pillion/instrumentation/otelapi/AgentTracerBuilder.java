package io.pillion.instrumentation.otelapi;

import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerBuilder;
import org.jspecify.annotations.Nullable;

/** Gathers what an instrumentation scope is known by; a schema's address is not recorded. */
public final class AgentTracerBuilder implements TracerBuilder {
  private final String scope;
  private @Nullable String version;

  /** For that scope. */
  public AgentTracerBuilder(String scope) {
    this.scope = scope;
  }

  @Override
  public TracerBuilder setSchemaUrl(@Nullable String schemaUrl) {
    return this;
  }

  @Override
  public TracerBuilder setInstrumentationVersion(@Nullable String instrumentationVersion) {
    version = instrumentationVersion;
    return this;
  }

  @Override
  public Tracer build() {
    return new AgentTracer(scope, version);
  }
}
