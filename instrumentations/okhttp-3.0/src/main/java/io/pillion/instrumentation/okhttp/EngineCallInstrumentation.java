package io.pillion.instrumentation.okhttp;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/** Before 3.4: what follows the application's interceptors, with all redirects and retries. */
final class EngineCallInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("okhttp3.RealCall");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("getResponse").and(takesArguments(2)).and(takesArgument(0, named("okhttp3.Request"))),
        getClass().getName() + "$GetAdvice");
  }

  /** Around the library's own work. */
  public static final class GetAdvice {

    private GetAdvice() {}

    /** The call that began; null if it is not to be touched. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable EngineCall enter(@Advice.Argument(0) @Nullable Request request) {
      return EngineHooks.start(request);
    }

    /** Ends the exchange before the application's interceptors see the outcome. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Enter @Nullable EngineCall started,
        @Advice.Return @Nullable Response response,
        @Advice.Thrown @Nullable Throwable thrown) {
      EngineHooks.end(started, response, thrown);
    }
  }
}
