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
import org.jspecify.annotations.Nullable;

/** Before 3.4: what makes the request that goes on the wire, for each sending of a call. */
final class EngineInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("okhttp3.internal.http.HttpEngine");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("networkRequest")
            .and(takesArguments(1))
            .and(takesArgument(0, named("okhttp3.Request"))),
        getClass().getName() + "$NetworkRequestAdvice");
  }

  /** After the library added its own headers. */
  public static final class NetworkRequestAdvice {

    private NetworkRequestAdvice() {}

    /** The request to send instead; null to leave it. */
    @Advice.AssignReturned.ToReturned
    @Advice.OnMethodExit(suppress = Throwable.class)
    public static @Nullable Request exit(@Advice.Return @Nullable Request request) {
      return EngineHooks.send(request);
    }
  }
}
