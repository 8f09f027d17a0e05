package io.pillion.instrumentation.apachehttpclient4;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Arrays;
import java.util.List;

/** Apache HttpAsyncClient, version 4.1. */
public final class ApacheHttpAsyncClient4Module extends InstrumentationModule {
  private static final String PACKAGE = "io.pillion.instrumentation.apachehttpclient4.";

  /** Called by the service loader. */
  public ApacheHttpAsyncClient4Module() {
    super("apache-httpasyncclient-4");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Arrays.asList(new AsyncClientInstrumentation(), new AsyncSendInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Arrays.asList(
        PACKAGE + "MessageHeaderReader",
        PACKAGE + "ApacheRequest",
        PACKAGE + "TraceHeaders",
        PACKAGE + "ResponseEnd",
        PACKAGE + "AsyncCall",
        PACKAGE + "TracedProducer",
        PACKAGE + "TracedConsumer",
        PACKAGE + "TracedCallback",
        PACKAGE + "AsyncHooks");
  }
}
