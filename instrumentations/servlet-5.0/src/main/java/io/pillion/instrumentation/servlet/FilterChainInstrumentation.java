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

/** The filter chain of Undertow. */
final class FilterChainInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("io.undertow.servlet.handlers.FilterHandler$FilterChainImpl");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("doFilter")
            .and(takesArguments(2))
            .and(takesArgument(0, named("jakarta.servlet.ServletRequest"))),
        getClass().getName() + "$DoFilterAdvice");
  }

  /** Begins the exchange around the outermost call. */
  public static final class DoFilterAdvice {

    private DoFilterAdvice() {}

    /** Skips the application if policy denies the request. */
    @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = DeniedServletRequest.class)
    public static @Nullable Object enter(
        @Advice.Argument(0) ServletRequest request, @Advice.Argument(1) ServletResponse response) {
      return ServletHooks.enter(request, response);
    }

    /** Undoes what enter did on this thread. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Enter @Nullable Object entered,
        @Advice.Argument(0) ServletRequest request,
        @Advice.Argument(1) ServletResponse response,
        @Advice.Thrown @Nullable Throwable thrown) {
      ServletHooks.exit(entered, request, response, thrown);
    }
  }
}
