package io.pillion.instrumentation.apachehttpclient5;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Arrays;
import java.util.List;

/** Apache HttpClient, versions 5.0 and newer. */
public final class ApacheHttpClient5Module extends InstrumentationModule {
  private static final String PACKAGE = "io.pillion.instrumentation.apachehttpclient5.";

  /** Called by the service loader. */
  public ApacheHttpClient5Module() {
    super("apache-httpclient-5");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Arrays.asList(
        new ClassicClientInstrumentation(),
        new ClassicSendInstrumentation(),
        new AsyncClientInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Arrays.asList(
        PACKAGE + "MessageHeaderReader",
        PACKAGE + "ApacheRequest",
        PACKAGE + "TraceHeaders",
        PACKAGE + "ResponseEnd",
        PACKAGE + "ClassicCall",
        PACKAGE + "ClassicHooks",
        PACKAGE + "TracedRequest",
        PACKAGE + "AsyncCall",
        PACKAGE + "TracedChannel",
        PACKAGE + "TracedProducer",
        PACKAGE + "TracedConsumer",
        PACKAGE + "TracedCallback",
        PACKAGE + "AsyncHooks");
  }
}
