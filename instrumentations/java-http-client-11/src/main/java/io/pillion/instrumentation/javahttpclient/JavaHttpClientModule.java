package io.pillion.instrumentation.javahttpclient;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The JDK's HTTP client, versions 11 and newer. */
public final class JavaHttpClientModule extends InstrumentationModule {
  private static final String PACKAGE = "io.pillion.instrumentation.javahttpclient.";

  /** Called by the service loader. */
  public JavaHttpClientModule() {
    super("java-http-client");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Collections.singletonList(new HttpClientInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Arrays.asList(
        PACKAGE + "HeaderView",
        PACKAGE + "JavaClientRequest",
        PACKAGE + "TraceHeaders",
        PACKAGE + "TracedRequest",
        PACKAGE + "ResponseEnd",
        PACKAGE + "JavaClientHooks");
  }
}
