package io.pillion.agent.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * What span the calling thread works for. Spans nest; each is left on the thread that entered it.
 */
public final class CurrentSpan {
  private static final ThreadLocal<@Nullable Scope> CURRENT = new ThreadLocal<>();

  private CurrentSpan() {}

  private record Scope(TraceContext context, @Nullable Scope outer) {}

  /** The current span's context; null if there is none. */
  public static @Nullable TraceContext get() {
    Scope scope = CURRENT.get();
    return scope == null ? null : scope.context;
  }

  /** Makes {@code context} the current one until {@link #leave}. */
  public static void enter(TraceContext context) {
    CURRENT.set(new Scope(context, CURRENT.get()));
  }

  /**
   * Restores what was current before the latest {@link #enter} of {@code context} on this thread,
   * and forgets what was entered since and never left. Without such an enter nothing changes. Once
   * all is left, nothing remains on the thread.
   */
  public static void leave(TraceContext context) {
    for (Scope scope = CURRENT.get(); scope != null; scope = scope.outer) {
      if (scope.context.equals(context)) {
        restore(scope.outer);
        return;
      }
    }
  }

  private static void restore(@Nullable Scope scope) {
    if (scope == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(scope);
    }
  }
}
