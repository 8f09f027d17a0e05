package io.pillion.instrumentation.vertx;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Arrays;
import java.util.List;

/** Vert.x 4.0 to 5.0: callbacks, blocking work and waiting requests keep their contexts. */
public final class VertxModule extends InstrumentationModule {
  private static final String PACKAGE = "io.pillion.instrumentation.vertx.";

  /** Called by the service loader. */
  public VertxModule() {
    super("vertx");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Arrays.asList(
        new RegistrationInstrumentation(),
        new CompletionInstrumentation(),
        new TaskQueueInstrumentation(),
        new WorkerTaskInstrumentation(),
        new ArrivalInstrumentation(),
        new ServerRequestInstrumentation(),
        new NextRequestInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Arrays.asList(PACKAGE + "KeptContexts", PACKAGE + "QueuedTask");
  }
}
