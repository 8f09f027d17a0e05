package io.pillion.instrumentation.otelapi;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Methods with {@code @WithSpan}. Their classes have any name, so this module is not among those
 * that the agent finds targets for: the host asks it about classes that name the annotation.
 */
public final class WithSpanModule extends InstrumentationModule {
  private static final String PACKAGE = "io.pillion.instrumentation.otelapi.";

  /** Called by the host. */
  public WithSpanModule() {
    super("opentelemetry-instrumentation-annotations");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Collections.singletonList(new WithSpanInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    List<String> names = new ArrayList<>(OtelApiModule.HELPERS);
    names.add(PACKAGE + "SpanMethod");
    names.add(PACKAGE + "SpanMethods");
    names.add(PACKAGE + "MethodSpan");
    return names;
  }
}
