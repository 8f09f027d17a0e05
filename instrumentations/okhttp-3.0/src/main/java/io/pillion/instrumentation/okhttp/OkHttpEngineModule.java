package io.pillion.instrumentation.okhttp;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Arrays;
import java.util.List;

/** OkHttp, versions 3.0 to 3.3. */
public final class OkHttpEngineModule extends InstrumentationModule {
  private static final String PACKAGE = "io.pillion.instrumentation.okhttp.";

  /** Called by the service loader. */
  public OkHttpEngineModule() {
    super("okhttp-3.0", "okhttp");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Arrays.asList(new EngineCallInstrumentation(), new EngineInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Arrays.asList(
        PACKAGE + "OkHttpRequest",
        PACKAGE + "OkHttpResponseHeaders",
        PACKAGE + "TraceHeaders",
        PACKAGE + "ResponseEnd",
        PACKAGE + "EngineCall",
        PACKAGE + "EngineHooks");
  }
}
