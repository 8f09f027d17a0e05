package io.pillion.instrumentation.log4j;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Collections;
import java.util.List;

/** Trace id, span id and flags in the context data of Log4j's events. */
public final class Log4jContextModule extends InstrumentationModule {

  /** Called by the service loader. */
  public Log4jContextModule() {
    super("log4j-context-data", "log4j-context-data-2.17");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Collections.singletonList(new ContextDataInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Collections.singletonList("io.pillion.instrumentation.log4j.Log4jContext");
  }
}
