package io.pillion.instrumentation.vertx;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/** Where a connection of the server goes on with the request that waited for its turn. */
final class NextRequestInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("io.vertx.core.http.impl.Http1xServerConnection");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("handleNext").and(takesArguments(1)), getClass().getName() + "$NextAdvice");
  }

  /** Around what the request begins with. */
  public static final class NextAdvice {

    private NextAdvice() {}

    /** Works for that request. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable Object enter(@Advice.Argument(0) @Nullable Object request) {
      return request == null ? null : KeptContexts.attachAndKeep(request);
    }

    /** Comes back. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object attached) {
      KeptContexts.detach(attached);
    }
  }
}
