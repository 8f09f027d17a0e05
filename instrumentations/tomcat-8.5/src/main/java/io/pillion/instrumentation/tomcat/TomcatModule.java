package io.pillion.instrumentation.tomcat;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Arrays;
import java.util.List;

/** Tomcat 8.5 and newer. */
public final class TomcatModule extends InstrumentationModule {
  private static final String PACKAGE = "io.pillion.instrumentation.tomcat.";

  /** Called by the service loader. */
  public TomcatModule() {
    super("tomcat", "servlet");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Arrays.asList(new HostValveInstrumentation(), new RequestInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Arrays.asList(
        PACKAGE + "RecentHeaders",
        PACKAGE + "TomcatRequest",
        PACKAGE + "TomcatResponseHeaders",
        PACKAGE + "DeniedTomcatRequest",
        PACKAGE + "TomcatHooks");
  }
}
