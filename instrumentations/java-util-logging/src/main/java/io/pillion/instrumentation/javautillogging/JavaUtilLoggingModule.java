package io.pillion.instrumentation.javautillogging;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Captures what the loggers of the JDK give to their handlers. */
public final class JavaUtilLoggingModule extends InstrumentationModule {
  private static final String PACKAGE = "io.pillion.instrumentation.javautillogging.";

  /** Called by the service loader. */
  public JavaUtilLoggingModule() {
    super("java-util-logging");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Collections.singletonList(new LoggerInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Arrays.asList(
        PACKAGE + "Messages",
        PACKAGE + "JulEvent",
        PACKAGE + "Bridges",
        PACKAGE + "Filtering",
        PACKAGE + "JulCapture");
  }
}
