package io.pillion.instrumentation.okhttp;

import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import okhttp3.Callback;
import org.jspecify.annotations.Nullable;

/** A queued call while a thread of the dispatcher runs it, with interceptors and callback. */
final class AsyncCallInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return namedOneOf(
        "okhttp3.RealCall$AsyncCall", "okhttp3.internal.connection.RealCall$AsyncCall");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    // Before 4.0 the superclass declares run, and calls execute.
    transformer.applyAdviceToMethod(
        namedOneOf("execute", "run").and(takesNoArguments()), getClass().getName() + "$RunAdvice");
  }

  /** Around the work of the thread. */
  public static final class RunAdvice {

    private RunAdvice() {}

    /** What is to be detached again; null if nothing was attached. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable Object enter(
        @Advice.FieldValue("responseCallback") @Nullable Callback callback) {
      return CallbackHooks.attach(callback);
    }

    /** Leaves the thread as it was. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object attached) {
      CallbackHooks.detach(attached);
    }
  }
}
