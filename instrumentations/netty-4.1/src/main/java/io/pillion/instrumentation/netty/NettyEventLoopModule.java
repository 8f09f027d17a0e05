package io.pillion.instrumentation.netty;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Arrays;
import java.util.List;

/** Netty's executors: a write or a callback that changes threads stays with its request. */
public final class NettyEventLoopModule extends InstrumentationModule {
  private static final String PACKAGE = "io.pillion.instrumentation.netty.";

  /** Called by the service loader. */
  public NettyEventLoopModule() {
    super("netty-event-loop", "netty");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Arrays.asList(new EventExecutorInstrumentation(), new ThreadOwnerInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Arrays.asList(PACKAGE + "CarriedTask", PACKAGE + "OutsideOfRequests");
  }
}
