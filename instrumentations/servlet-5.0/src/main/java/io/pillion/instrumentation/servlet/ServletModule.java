package io.pillion.instrumentation.servlet;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Arrays;
import java.util.List;

/** Servlet containers: Jetty, Undertow and those that have no module of their own. */
public final class ServletModule extends InstrumentationModule {
  private static final String PACKAGE = "io.pillion.instrumentation.servlet.";

  /** Called by the service loader. */
  public ServletModule() {
    super("servlet-5.0", "servlet");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Arrays.asList(
        new FilterChainInstrumentation(),
        new JettyServletInstrumentation(),
        new JettyDefaultHandlerInstrumentation(),
        new HttpServletInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Arrays.asList(
        PACKAGE + "ServletHttpRequest",
        PACKAGE + "ServletResponseHeaders",
        PACKAGE + "DeniedServletRequest",
        PACKAGE + "JettyDenial",
        PACKAGE + "ServletMappingPattern",
        PACKAGE + "AsyncEnd",
        PACKAGE + "ServletHooks",
        PACKAGE + "JettyUnclaimed");
  }
}
