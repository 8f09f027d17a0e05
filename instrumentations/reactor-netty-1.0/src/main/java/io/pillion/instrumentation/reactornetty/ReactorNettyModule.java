package io.pillion.instrumentation.reactornetty;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Arrays;
import java.util.List;

/** Reactor Netty 1.0 and newer; its spans are those of Netty. */
public final class ReactorNettyModule extends InstrumentationModule {
  private static final String PACKAGE = "io.pillion.instrumentation.reactornetty.";

  /** Called by the service loader. */
  public ReactorNettyModule() {
    super("reactor-netty");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Arrays.asList(
        new SubscriptionInstrumentation(),
        new SendingInstrumentation(),
        new PipeliningInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Arrays.asList(PACKAGE + "SenderSubscriber", PACKAGE + "Sending", PACKAGE + "Waiting");
  }
}
