package io.pillion.instrumentation.netty;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/** Where tasks for an event loop are queued. What it schedules for later carries nothing. */
final class EventExecutorInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("io.netty.util.concurrent.SingleThreadEventExecutor");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        namedOneOf("execute", "lazyExecute").and(takesArguments(Runnable.class)),
        getClass().getName() + "$ExecuteAdvice");
  }

  /** Before the task is queued. */
  public static final class ExecuteAdvice {

    private ExecuteAdvice() {}

    /** The task to queue instead; null to leave the given one. */
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(0))
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable Runnable enter(@Advice.Argument(0) @Nullable Runnable task) {
      return CarriedTask.of(task);
    }
  }
}
