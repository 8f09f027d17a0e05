package io.pillion.instrumentation.executors;

import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Around what a request's thread does for others than the request. */
public final class OutsideAdvice {

  private OutsideAdvice() {}

  /** Leaves the request. */
  @Advice.OnMethodEnter(suppress = Throwable.class)
  public static @Nullable Object enter() {
    return Outside.enter();
  }

  /** Comes back to it. */
  @Advice.OnMethodExit(suppress = Throwable.class, onThrowable = Throwable.class)
  public static void exit(@Advice.Enter @Nullable Object entered) {
    Outside.exit(entered);
  }
}
