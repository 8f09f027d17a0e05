package io.pillion.instrumentation.jettyclient;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Arrays;
import java.util.List;

/** Jetty's HttpClient, version 12. */
public final class JettyClientModule extends InstrumentationModule {
  private static final String PACKAGE = "io.pillion.instrumentation.jettyclient.";

  /** Called by the service loader. */
  public JettyClientModule() {
    super("jetty-httpclient-12.0", "jetty-httpclient");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Arrays.asList(
        new RequestInstrumentation(), new ListenersInstrumentation(), new ContentInstrumentation());
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
