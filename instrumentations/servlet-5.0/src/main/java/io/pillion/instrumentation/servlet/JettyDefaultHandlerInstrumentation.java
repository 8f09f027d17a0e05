package io.pillion.instrumentation.servlet;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/** Up to version 11: where Jetty answers what no servlet context, and no other handler, took. */
final class JettyDefaultHandlerInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("org.eclipse.jetty.server.handler.DefaultHandler");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("handle")
            .and(takesArguments(4))
            .and(takesArgument(2, named("jakarta.servlet.http.HttpServletRequest")))
            .and(takesArgument(3, named("jakarta.servlet.http.HttpServletResponse"))),
        getClass().getName() + "$HandleAdvice");
  }

  /** Begins the exchange if nobody has answered yet. */
  public static final class HandleAdvice {

    private HandleAdvice() {}

    /** Skips the handler if policy denies the request. */
    @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = DeniedServletRequest.class)
    public static @Nullable Object enter(
        @Advice.Argument(1) @Nullable Object base,
        @Advice.Argument(2) ServletRequest request,
        @Advice.Argument(3) ServletResponse response) {
      return JettyUnclaimed.enter(base, request, response);
    }

    /** Undoes what enter did on this thread. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Enter @Nullable Object entered,
        @Advice.Argument(1) @Nullable Object base,
        @Advice.Argument(2) ServletRequest request,
        @Advice.Argument(3) ServletResponse response,
        @Advice.Thrown @Nullable Throwable thrown) {
      ServletHooks.exit(entered, request, response, thrown);
      JettyDenial.exit(entered, base);
    }
  }
}
