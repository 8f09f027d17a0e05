package io.pillion.instrumentation.apachehttpclient4;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Arrays;
import java.util.List;

/** Apache HttpClient, versions 4.3 to 4.5. */
public final class ApacheHttpClient4Module extends InstrumentationModule {
  private static final String PACKAGE = "io.pillion.instrumentation.apachehttpclient4.";

  /** Called by the service loader. */
  public ApacheHttpClient4Module() {
    super("apache-httpclient-4");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Arrays.asList(
        new ClientInstrumentation(), new SendInstrumentation(), new OldSendInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Arrays.asList(
        PACKAGE + "MessageHeaderReader",
        PACKAGE + "ApacheRequest",
        PACKAGE + "TraceHeaders",
        PACKAGE + "ResponseEnd",
        PACKAGE + "ClientCall",
        PACKAGE + "ApacheHooks");
  }
}
