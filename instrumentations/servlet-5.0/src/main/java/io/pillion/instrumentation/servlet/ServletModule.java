package io.pillion.instrumentation.servlet;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Arrays;
import java.util.List;

/** Servlet containers of version 5.0 and newer. */
public final class ServletModule extends InstrumentationModule {
  private static final String PACKAGE = "io.pillion.instrumentation.servlet.";

  /** Called by the service loader. */
  public ServletModule() {
    super("servlet");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Arrays.asList(
        new FilterChainInstrumentation(),
        new JettyServletInstrumentation(),
        new HttpServletInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Arrays.asList(
        PACKAGE + "ServletHttpRequest",
        PACKAGE + "ServletResponseHeaders",
        PACKAGE + "DeniedServletRequest",
        PACKAGE + "ServletExchange",
        PACKAGE + "AsyncEnd",
        PACKAGE + "ServletHooks");
  }
}
