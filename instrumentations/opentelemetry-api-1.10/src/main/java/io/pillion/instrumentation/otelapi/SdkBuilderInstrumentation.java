package io.pillion.instrumentation.otelapi;

import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;

/**
 * An SDK that the application builds for itself. It need not become the global one: Spring hands it
 * around as a bean. One without a span processor, as is made along with metrics, traces nothing.
 */
final class SdkBuilderInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("io.opentelemetry.sdk.trace.SdkTracerProviderBuilder");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        nameStartsWith("addSpanProcessor").and(isPublic()),
        getClass().getName() + "$ProcessorAdvice");
  }

  /** Learns that the application traces by itself. */
  public static final class ProcessorAdvice {

    private ProcessorAdvice() {}

    /** Steps aside. */
    @Advice.OnMethodExit(suppress = Throwable.class)
    public static void exit() {
      OwnSdk.found();
    }
  }
}
