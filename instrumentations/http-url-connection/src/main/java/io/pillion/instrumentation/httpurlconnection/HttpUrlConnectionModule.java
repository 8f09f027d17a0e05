package io.pillion.instrumentation.httpurlconnection;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Arrays;
import java.util.List;

/** The JDK's {@code HttpURLConnection}. */
public final class HttpUrlConnectionModule extends InstrumentationModule {
  private static final String PACKAGE = "io.pillion.instrumentation.httpurlconnection.";

  /** Called by the service loader. */
  public HttpUrlConnectionModule() {
    super("http-url-connection");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Arrays.asList(new ConnectionInstrumentation(), new ConnectInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Arrays.asList(
        PACKAGE + "ConnectionRequest",
        PACKAGE + "ConnectionResponseHeaders",
        PACKAGE + "TraceHeaders",
        PACKAGE + "HeaderList",
        PACKAGE + "OpenExchange",
        PACKAGE + "OpenExchanges$Key",
        PACKAGE + "OpenExchanges",
        PACKAGE + "ConnectionHooks");
  }
}
