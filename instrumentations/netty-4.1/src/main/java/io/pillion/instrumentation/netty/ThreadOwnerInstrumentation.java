package io.pillion.instrumentation.netty;

import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesNoArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/** Where the threads of event loops and timers are started: they do not belong to a request. */
final class ThreadOwnerInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return namedOneOf(
        "io.netty.util.concurrent.SingleThreadEventExecutor",
        "io.netty.util.concurrent.GlobalEventExecutor",
        "io.netty.util.HashedWheelTimer");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        namedOneOf("doStartThread", "startThread", "start").and(takesNoArguments()),
        getClass().getName() + "$StartAdvice");
  }

  /** Around the start of a thread. */
  public static final class StartAdvice {

    private StartAdvice() {}

    /** Leaves the request. */
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable Object enter() {
      return OutsideOfRequests.enter();
    }

    /** Comes back to it. */
    @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
    public static void exit(@Advice.Enter @Nullable Object entered) {
      OutsideOfRequests.exit(entered);
    }
  }
}
