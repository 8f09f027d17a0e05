package io.pillion.instrumentation.vertx;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Callbacks of Vert.x's futures, 4.0 and newer, stay with those who registered them. */
public final class VertxFutureModule extends InstrumentationModule {

  /** Called by the service loader. */
  public VertxFutureModule() {
    super("vertx-future", "vertx");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Arrays.asList(new RegistrationInstrumentation(), new CompletionInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Collections.singletonList("io.pillion.instrumentation.vertx.Listeners");
  }
}
