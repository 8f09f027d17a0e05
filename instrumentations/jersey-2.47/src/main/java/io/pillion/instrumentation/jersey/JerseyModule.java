package io.pillion.instrumentation.jersey;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Collections;
import java.util.List;

/** Jersey 2.47 and newer. */
public final class JerseyModule extends InstrumentationModule {

  /** Called by the service loader. */
  public JerseyModule() {
    super("jersey", "jaxrs");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Collections.singletonList(new ResourceMethodInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Collections.singletonList("io.pillion.instrumentation.jersey.JerseyRoute");
  }
}
