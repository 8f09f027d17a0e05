package io.pillion.instrumentation.jettyclient;

import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.nameStartsWith;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.not;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.method.MethodDescription;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.eclipse.jetty.client.Response;
import org.eclipse.jetty.client.Result;
import org.jspecify.annotations.Nullable;

/** What tells the application's listeners of a response. */
final class ListenersInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("org.eclipse.jetty.client.transport.ResponseListeners");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    ElementMatcher.Junction<MethodDescription> tells =
        isPublic().and(not(isStatic())).and(nameStartsWith("notify").or(nameStartsWith("emit")));
    transformer.applyAdviceToMethod(
        tells.and(takesArgument(0, named("org.eclipse.jetty.client.Response"))),
        getClass().getName() + "$ResponseAdvice");
    transformer.applyAdviceToMethod(
        tells.and(takesArgument(0, named("org.eclipse.jetty.client.Result"))),
        getClass().getName() + "$ResultAdvice");
  }

  /** While listeners are told of a part of the response. */
  public static final class ResponseAdvice {

    private ResponseAdvice() {}

    /** Works for what the call was made for. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable Object enter(@Advice.Argument(0) @Nullable Response response) {
      return JettyHooks.attach(response);
    }

    /** Leaves the thread as it was. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object attached) {
      JettyHooks.detach(attached);
    }
  }

  /** While listeners are told of the outcome. */
  public static final class ResultAdvice {

    private ResultAdvice() {}

    /** Works for what the call was made for. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable Object enter(@Advice.Argument(0) @Nullable Result result) {
      return JettyHooks.attach(result);
    }

    /** Leaves the thread as it was. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object attached) {
      JettyHooks.detach(attached);
    }
  }
}
