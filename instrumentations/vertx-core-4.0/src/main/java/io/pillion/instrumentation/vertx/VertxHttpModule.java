package io.pillion.instrumentation.vertx;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Collections;
import java.util.List;

/** Pipelined requests of Vert.x's server, 4.0 and newer. */
public final class VertxHttpModule extends InstrumentationModule {

  /** Called by the service loader. */
  public VertxHttpModule() {
    super("vertx-http", "vertx");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Collections.singletonList(new ServerRequestInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Collections.singletonList("io.pillion.instrumentation.vertx.Turn");
  }
}
