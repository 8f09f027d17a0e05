package io.pillion.instrumentation.tomcat;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.jspecify.annotations.Nullable;

/** Where a request, and each later dispatch of it, is handed to its application. */
final class HostValveInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("org.apache.catalina.core.StandardHostValve");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("invoke")
            .and(takesArguments(2))
            .and(takesArgument(0, named("org.apache.catalina.connector.Request")))
            .and(takesArgument(1, named("org.apache.catalina.connector.Response"))),
        getClass().getName() + "$InvokeAdvice");
  }

  /** Begins the exchange. */
  public static final class InvokeAdvice {

    private InvokeAdvice() {}

    /** Skips the application if policy denies the request. */
    @Advice.OnMethodEnter(suppress = Throwable.class, skipOn = DeniedTomcatRequest.class)
    public static @Nullable Object enter(
        @Advice.Argument(0) Request request, @Advice.Argument(1) Response response) {
      return TomcatHooks.enter(request, response);
    }

    /** Undoes what enter did on this thread. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Enter @Nullable Object entered,
        @Advice.Argument(0) Request request,
        @Advice.Argument(1) Response response,
        @Advice.Thrown @Nullable Throwable thrown) {
      TomcatHooks.exit(entered, request, response, thrown);
    }
  }
}
