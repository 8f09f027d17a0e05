package io.pillion.instrumentation.log4j;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Captures what Log4j's loggers let pass. */
public final class Log4jAppenderModule extends InstrumentationModule {

  /** Called by the service loader. */
  public Log4jAppenderModule() {
    super("log4j-appender", "log4j-appender-2.17");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Collections.singletonList(new LoggerInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Arrays.asList(
        "io.pillion.instrumentation.log4j.Log4jEvent",
        "io.pillion.instrumentation.log4j.Log4jCapture");
  }
}
