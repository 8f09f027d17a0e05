package io.pillion.instrumentation.springwebmvc;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;

/** Where the handler of a request has been found. */
final class DispatcherServletInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("org.springframework.web.servlet.DispatcherServlet");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("getHandler").and(takesArguments(1)), getClass().getName() + "$GetHandlerAdvice");
  }

  /** Reads what the handler was found by. */
  public static final class GetHandlerAdvice {

    private GetHandlerAdvice() {}

    /** The handler has not run yet. */
    @Advice.OnMethodExit(suppress = Throwable.class)
    public static void exit() {
      SpringRoute.found();
    }
  }
}
