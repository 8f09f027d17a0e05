package io.pillion.instrumentation.resteasy;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/** Where the object that a locator returned is asked for its part of the path. */
final class ResourceLocatorInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("org.jboss.resteasy.core.ResourceLocatorInvoker");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("invokeOnTargetObject")
            .and(takesArguments(3))
            .and(takesArgument(0, named("org.jboss.resteasy.spi.HttpRequest"))),
        getClass().getName() + "$InvokeAdvice");
  }

  /** Remembers the locator's template while that runs which it leads to. */
  public static final class InvokeAdvice {

    private InvokeAdvice() {}

    /** The locator has matched its part. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable Object enter(@Advice.FieldValue("method") Object locator)
        throws Throwable {
      return ResteasyRoute.enterLocator(locator);
    }

    /** Forgets what enter remembered. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object outer) {
      ResteasyRoute.exitLocator(outer);
    }
  }
}
