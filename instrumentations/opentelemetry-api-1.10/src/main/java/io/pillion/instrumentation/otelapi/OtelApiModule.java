package io.pillion.instrumentation.otelapi;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Arrays;
import java.util.List;

/** The OpenTelemetry API, versions 1.10 and newer. */
public final class OtelApiModule extends InstrumentationModule {
  private static final String PACKAGE = "io.pillion.instrumentation.otelapi.";

  /** The classes that show the agent's spans by the API, supertypes first. */
  static final List<String> HELPERS =
      List.of(
          PACKAGE + "OwnSdk",
          PACKAGE + "KeysAndValues",
          PACKAGE + "Identities$Members",
          PACKAGE + "Identities",
          PACKAGE + "BaggageHeader",
          PACKAGE + "AgentSpan",
          PACKAGE + "AgentSpanBuilder",
          PACKAGE + "AgentTracer",
          PACKAGE + "AgentTracerBuilder",
          PACKAGE + "AgentTracerProvider",
          PACKAGE + "AgentOpenTelemetry",
          PACKAGE + "AgentScope",
          PACKAGE + "ThreadContexts");

  /** Called by the service loader. */
  public OtelApiModule() {
    super("opentelemetry-api");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Arrays.asList(
        new GlobalInstrumentation(),
        new ContextStorageInstrumentation(),
        new SdkBuilderInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return HELPERS;
  }
}
