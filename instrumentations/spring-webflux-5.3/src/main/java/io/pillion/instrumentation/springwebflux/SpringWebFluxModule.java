package io.pillion.instrumentation.springwebflux;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Collections;
import java.util.List;

/** Spring WebFlux, versions 5.3 and newer. */
public final class SpringWebFluxModule extends InstrumentationModule {

  /** Called by the service loader. */
  public SpringWebFluxModule() {
    super("spring-webflux");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Collections.singletonList(new HandlerAdapterInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Collections.singletonList("io.pillion.instrumentation.springwebflux.MatchedRoute");
  }
}
