package io.pillion.instrumentation.okhttp;

import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import java.util.List;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * The chain that runs a call's interceptors. The step into the library's own interceptors, after
 * those of the application, is where the request is final and where redirects and retries begin.
 */
final class InterceptorChainInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("okhttp3.internal.http.RealInterceptorChain");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("proceed")
            .and(isPublic())
            .and(takesArguments(1))
            .and(takesArgument(0, named("okhttp3.Request"))),
        getClass().getName() + "$ProceedAdvice");
  }

  /** Around one step of the chain. */
  public static final class ProceedAdvice {

    private ProceedAdvice() {}

    /** What began with this step; null for every other step. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable TraceHeaderInterceptor enter(
        @Advice.FieldValue("interceptors") @Nullable List<Interceptor> interceptors,
        @Advice.FieldValue("index") int index,
        @Advice.Argument(0) @Nullable Request request) {
      return OkHttpHooks.start(interceptors, index, request);
    }

    /** Ends the exchange before the application's interceptors see the outcome. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Enter @Nullable TraceHeaderInterceptor started,
        @Advice.Return @Nullable Response response,
        @Advice.Thrown @Nullable Throwable thrown) {
      OkHttpHooks.end(started, response, thrown);
    }
  }
}
