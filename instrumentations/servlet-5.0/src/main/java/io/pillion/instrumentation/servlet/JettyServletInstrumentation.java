package io.pillion.instrumentation.servlet;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
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

/** Where Jetty hands a request to the servlet mapped to it, and to the filters before it. */
final class JettyServletInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return namedOneOf(
        "org.eclipse.jetty.servlet.ServletHandler",
        "org.eclipse.jetty.ee8.servlet.ServletHandler",
        "org.eclipse.jetty.ee9.servlet.ServletHandler",
        "org.eclipse.jetty.ee10.servlet.ServletHandler$MappedServlet",
        "org.eclipse.jetty.ee11.servlet.ServletHandler$MappedServlet");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        namedOneOf("doHandle", "handle")
            .and(takesArguments(4))
            .and(takesArgument(2, named("jakarta.servlet.http.HttpServletRequest")))
            .and(takesArgument(3, named("jakarta.servlet.http.HttpServletResponse"))),
        getClass().getName() + "$HandleAdvice");
  }

  /** Begins the exchange around the outermost call. */
  public static final class HandleAdvice {

    private HandleAdvice() {}

    /** Skips the application if policy denies the request. */
    @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = DeniedServletRequest.class)
    public static @Nullable Object enter(
        @Advice.Argument(2) ServletRequest request, @Advice.Argument(3) ServletResponse response) {
      return ServletHooks.enter(request, response);
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
