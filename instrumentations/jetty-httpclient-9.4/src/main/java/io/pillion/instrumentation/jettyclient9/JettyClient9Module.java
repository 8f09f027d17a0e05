package io.pillion.instrumentation.jettyclient9;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Arrays;
import java.util.List;

/** Jetty's HttpClient, versions 9.4 to 11. */
public final class JettyClient9Module extends InstrumentationModule {
  private static final String PACKAGE = "io.pillion.instrumentation.jettyclient9.";

  /** Called by the service loader. */
  public JettyClient9Module() {
    super("jetty-httpclient-9.4", "jetty-httpclient");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Arrays.asList(new RequestInstrumentation(), new NotifierInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Arrays.asList(
        PACKAGE + "JettyHeaders",
        PACKAGE + "JettyRequest",
        PACKAGE + "TraceHeaders",
        PACKAGE + "JettyCall",
        PACKAGE + "JettyHooks");
  }
}
