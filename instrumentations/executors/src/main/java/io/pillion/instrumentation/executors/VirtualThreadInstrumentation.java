package io.pillion.instrumentation.executors;

import static net.bytebuddy.matcher.ElementMatchers.isStatic;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArgument;

import io.opentelemetry.javaagent.extension.instrumentation.TypeInstrumentation;
import io.opentelemetry.javaagent.extension.instrumentation.TypeTransformer;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.matcher.ElementMatcher;
import org.jspecify.annotations.Nullable;

/**
 * Where every virtual thread is made, since JDK 21. The thread runs the application's task within
 * one of ours; it never gives its task back. A pool makes its workers outside of any context.
 */
final class VirtualThreadInstrumentation implements TypeInstrumentation {

  @Override
  public ElementMatcher<TypeDescription> typeMatcher() {
    return named("java.lang.ThreadBuilders");
  }

  @Override
  public void transform(TypeTransformer transformer) {
    transformer.applyAdviceToMethod(
        named("newVirtualThread").and(isStatic()).and(takesArgument(3, Runnable.class)),
        getClass().getName() + "$NewAdvice");
  }

  /** Where the thread is made. */
  public static final class NewAdvice {

    private NewAdvice() {}

    /** The task to run instead; null to leave the application's. */
    @Advice.AssignReturned.ToArguments(@Advice.AssignReturned.ToArguments.ToArgument(3))
    @Advice.OnMethodEnter(suppress = Throwable.class)
    public static @Nullable Runnable enter(@Advice.Argument(3) @Nullable Runnable task) {
      return (Runnable) InContext.of(InContext.RUNNABLE, task);
    }
  }
}
