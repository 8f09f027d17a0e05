package io.pillion.instrumentation.okhttp;

import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import okhttp3.Callback;
import org.jspecify.annotations.Nullable;

/** Where a call is handed to the dispatcher's threads. */
final class CallInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return namedOneOf("okhttp3.RealCall", "okhttp3.internal.connection.RealCall");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("enqueue")
            .and(isPublic())
            .and(takesArguments(1))
            .and(takesArgument(0, named("okhttp3.Callback"))),
        getClass().getName() + "$EnqueueAdvice");
  }

  /** Before the call is queued. */
  public static final class EnqueueAdvice {

    private EnqueueAdvice() {}

    /** The callback to use instead; null to leave the application's. */
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(0))
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable Callback enter(@Advice.Argument(0) @Nullable Callback callback) {
      return CallbackHooks.withContext(callback);
    }
  }
}
