package io.pillion.instrumentation.apachehttpclient5;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;
import org.jspecify.annotations.Nullable;

/** The blocking client; all its public methods end in {@code doExecute}. */
final class ClassicClientInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("org.apache.hc.client5.http.impl.classic.InternalHttpClient");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("doExecute")
            .and(takesArguments(3))
            .and(takesArgument(1, named("org.apache.hc.core5.http.ClassicHttpRequest"))),
        getClass().getName() + "$ExecuteAdvice");
  }

  /** Around the call. */
  public static final class ExecuteAdvice {

    private ExecuteAdvice() {}

    /** The call that began; null if it is not to be touched. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable ClassicCall enter(
        @Advice.Argument(0) @Nullable HttpHost target,
        @Advice.Argument(1) @Nullable ClassicHttpRequest request) {
      return ClassicHooks.start(target, request);
    }

    /** Ends the exchange before the application goes on. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(
        @Advice.Enter @Nullable ClassicCall call,
        @Advice.Return @Nullable ClassicHttpResponse response,
        @Advice.Thrown @Nullable Throwable thrown) {
      ClassicHooks.end(call, response, thrown);
    }
  }
}
