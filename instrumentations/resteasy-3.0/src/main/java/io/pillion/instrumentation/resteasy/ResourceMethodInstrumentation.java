package io.pillion.instrumentation.resteasy;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jboss.resteasy.spi.HttpRequest;

/** Where a resource method is about to run. */
final class ResourceMethodInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("org.jboss.resteasy.core.ResourceMethodInvoker");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("invokeOnTarget")
            .and(takesArguments(3))
            .and(takesArgument(0, named("org.jboss.resteasy.spi.HttpRequest"))),
        getClass().getName() + "$InvokeAdvice");
  }

  /** Reads what matched. */
  public static final class InvokeAdvice {

    private InvokeAdvice() {}

    /** All of the path has been matched. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static void enter(
        @Advice.Argument(0) HttpRequest request, @Advice.FieldValue("method") Object method)
        throws Throwable {
      ResteasyRoute.matched(request, method);
    }
  }
}
