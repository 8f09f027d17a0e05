package io.pillion.instrumentation.okhttp;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import java.util.Arrays;
import java.util.List;

/** OkHttp's dispatcher, versions 3.0 to 5: a queued call stays with its request. */
public final class OkHttpCallbackModule extends InstrumentationModule {
  private static final String PACKAGE = "io.pillion.instrumentation.okhttp.";

  /** Called by the service loader. */
  public OkHttpCallbackModule() {
    super("okhttp-callback", "okhttp");
  }

  @Override
  public List<TypeInstrumentation> typeInstrumentations() {
    return Arrays.asList(new CallInstrumentation(), new AsyncCallInstrumentation());
  }

  @Override
  public List<String> getAdditionalHelperClassNames() {
    return Arrays.asList(PACKAGE + "ContextCallback", PACKAGE + "CallbackHooks");
  }
}
