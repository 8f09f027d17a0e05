package io.pillion.instrumentation.jersey;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.glassfish.jersey.server.internal.process.RequestProcessingContext;

/** Where a resource method is about to run. */
final class ResourceMethodInstrumentation implements TypeInstrumentation {
  private static final String CONTEXT =
      "org.glassfish.jersey.server.internal.process.RequestProcessingContext";

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("org.glassfish.jersey.server.model.ResourceMethodInvoker");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("apply").and(takesArguments(1)).and(takesArgument(0, named(CONTEXT))),
        getClass().getName() + "$ApplyAdvice");
  }

  /** Reads what matched. */
  public static final class ApplyAdvice {

    private ApplyAdvice() {}

    /** All of the path has been matched. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static void enter(@Advice.Argument(0) RequestProcessingContext context) {
      JerseyRoute.matched(context.request());
    }
  }
}
