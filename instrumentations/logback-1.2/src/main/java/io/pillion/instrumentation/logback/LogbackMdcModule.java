package io.pillion.instrumentation.logback;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Collections;
import java.util.List;

/** Trace id, span id and flags in the diagnostic context of Logback's events. */
public final class LogbackMdcModule extends InstrumentationModule {

  /** Called by the service loader. */
  public LogbackMdcModule() {
    super("logback-mdc", "logback-mdc-1.0");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Collections.singletonList(new LoggingEventInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Collections.singletonList("io.pillion.instrumentation.logback.LogbackMdc");
  }
}
