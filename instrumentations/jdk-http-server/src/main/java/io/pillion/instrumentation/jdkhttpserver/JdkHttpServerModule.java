package io.pillion.instrumentation.jdkhttpserver;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Arrays;
import java.util.List;

/** The JDK's HTTP server, versions 11 and newer. */
public final class JdkHttpServerModule extends InstrumentationModule {
  private static final String PACKAGE = "io.pillion.instrumentation.jdkhttpserver.";

  /** Called by the service loader. */
  public JdkHttpServerModule() {
    super("jdk-http-server", "java-http-server");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Arrays.asList(new FilterChainInstrumentation(), new ExchangeInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Arrays.asList(
        PACKAGE + "JdkServerRequest",
        PACKAGE + "JdkResponseHeaders",
        PACKAGE + "JdkServerExchange",
        PACKAGE + "DeniedJdkServerExchange",
        PACKAGE + "TrackedResponseBody",
        PACKAGE + "JdkServerHooks");
  }
}
