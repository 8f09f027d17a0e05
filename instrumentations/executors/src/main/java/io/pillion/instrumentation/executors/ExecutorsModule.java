package io.pillion.instrumentation.executors;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Arrays;
import java.util.List;

/** Context through pools, futures and virtual threads. */
public final class ExecutorsModule extends InstrumentationModule {
  private static final String PACKAGE = "io.pillion.instrumentation.executors.";

  /** Called by the service loader. */
  public ExecutorsModule() {
    super("executors");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Arrays.asList(
        new ThreadPoolInstrumentation(),
        new ThreadPoolWorkerInstrumentation(),
        new ScheduledThreadPoolInstrumentation(),
        new ForkJoinPoolInstrumentation(),
        new ForkJoinTaskInstrumentation(),
        new DelayedForkJoinTaskInstrumentation(),
        new CompletableFutureInstrumentation(),
        new VirtualThreadInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Arrays.asList(
        PACKAGE + "Outside",
        PACKAGE + "QueuedTask",
        PACKAGE + "PoolWorker",
        PACKAGE + "InContext",
        PACKAGE + "InContext$OfRunnable",
        PACKAGE + "InContext$OfSupplier",
        PACKAGE + "InContext$OfFunction",
        PACKAGE + "InContext$OfBiFunction",
        PACKAGE + "InContext$OfConsumer",
        PACKAGE + "InContext$OfBiConsumer");
  }
}
