package io.pillion.instrumentation.resteasy;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** RESTEasy 3.0.24 and newer. */
public final class ResteasyModule extends InstrumentationModule {

  /** Called by the service loader. */
  public ResteasyModule() {
    super("resteasy", "jaxrs");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Arrays.asList(new ResourceMethodInstrumentation(), new ResourceLocatorInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Collections.singletonList("io.pillion.instrumentation.resteasy.ResteasyRoute");
  }
}
