package io.pillion.instrumentation.okhttp;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** OkHttp, versions 3.4 to 5. */
public final class OkHttpModule extends InstrumentationModule {
  private static final String PACKAGE = "io.pillion.instrumentation.okhttp.";

  /** Called by the service loader. */
  public OkHttpModule() {
    super("okhttp");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Collections.singletonList(new InterceptorChainInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Arrays.asList(
        PACKAGE + "OkHttpRequest",
        PACKAGE + "OkHttpResponseHeaders",
        PACKAGE + "TraceHeaders",
        PACKAGE + "ResponseEnd",
        PACKAGE + "TraceHeaderInterceptor",
        PACKAGE + "OkHttpHooks");
  }
}
