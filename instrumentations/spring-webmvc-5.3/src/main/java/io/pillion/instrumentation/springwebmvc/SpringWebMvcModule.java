package io.pillion.instrumentation.springwebmvc;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Collections;
import java.util.List;

/** Spring Web MVC 5.3 and newer. */
public final class SpringWebMvcModule extends InstrumentationModule {

  /** Called by the service loader. */
  public SpringWebMvcModule() {
    super("spring-webmvc");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Collections.singletonList(new DispatcherServletInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Collections.singletonList("io.pillion.instrumentation.springwebmvc.SpringRoute");
  }
}
