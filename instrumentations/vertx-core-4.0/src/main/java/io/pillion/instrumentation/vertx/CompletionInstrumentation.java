package io.pillion.instrumentation.vertx;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/** Where futures tell their listeners, at once or by the event loop that these belong to. */
final class CompletionInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("io.vertx.core.impl.future.FutureBase");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        namedOneOf("emitSuccess", "emitFailure").and(takesArguments(2)),
        getClass().getName() + "$OutcomeAdvice");
    transformer.applyAdviceToMethod(
        named("emitResult").and(takesArguments(3)), getClass().getName() + "$ResultAdvice");
  }

  /** While a listener is told, in version 4. */
  public static final class OutcomeAdvice {

    private OutcomeAdvice() {}

    /** Works for what the listener was registered for. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable Object enter(@Advice.Argument(1) @Nullable Object listener) {
      return KeptContexts.attach(listener);
    }

    /** Leaves the thread as it was. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object attached) {
      KeptContexts.detach(attached);
    }
  }

  /** While a listener is told, in version 5. */
  public static final class ResultAdvice {

    private ResultAdvice() {}

    /** Works for what the listener was registered for. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable Object enter(@Advice.Argument(2) @Nullable Object listener) {
      return KeptContexts.attach(listener);
    }

    /** Leaves the thread as it was. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object attached) {
      KeptContexts.detach(attached);
    }
  }
}
