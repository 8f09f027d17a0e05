package io.pillion.instrumentation.logback;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Captures what Logback's loggers give to their appenders. */
public final class LogbackAppenderModule extends InstrumentationModule {

  /** Called by the service loader. */
  public LogbackAppenderModule() {
    super("logback-appender", "logback-appender-1.0");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Collections.singletonList(new LoggerInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Arrays.asList(
        "io.pillion.instrumentation.logback.LogbackEvent",
        "io.pillion.instrumentation.logback.LogbackCapture");
  }
}
