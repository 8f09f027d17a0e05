package io.pillion.instrumentation.jetty;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Arrays;
import java.util.List;

/** Jetty 12 and newer, where no servlet answers. */
public final class JettyModule extends InstrumentationModule {
  private static final String PACKAGE = "io.pillion.instrumentation.jetty.";

  /** Called by the service loader. */
  public JettyModule() {
    super("jetty", "servlet");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Arrays.asList(new DefaultHandlerInstrumentation(), new ServerInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Arrays.asList(
        PACKAGE + "JettyRequest",
        PACKAGE + "JettyHeaders",
        PACKAGE + "DeniedJettyRequest",
        PACKAGE + "EndingStream",
        PACKAGE + "EndingStreams",
        PACKAGE + "JettyHooks");
  }
}
