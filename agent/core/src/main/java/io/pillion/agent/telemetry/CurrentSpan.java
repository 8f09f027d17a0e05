package io.pillion.agent.telemetry;

import org.jspecify.annotations.Nullable;

/**
 * What the calling thread works for. Spans nest; each is left on the thread that entered it.
 *
 * <p><b>Threading.</b> What is current belongs to the thread; {@link Work} is immutable and may go
 * to others.
 */
public final class CurrentSpan {
  /** No span at all, whatever is current outside. */
  public static final Work NOTHING = new Work(null, null);

  private static final ThreadLocal<@Nullable Scope> CURRENT = new ThreadLocal<>();

  private CurrentSpan() {}

  /** A span, and the request that all of it is done for. Known by its identity. */
  public static final class Work {
    private final @Nullable TraceContext context;
    private final @Nullable Object request;

    /**
     * A span of a request.
     *
     * @param context the span's identity; null in {@link #NOTHING} alone
     * @param request the exchange being served, for whoever knows its type; null if there is none
     */
    public Work(@Nullable TraceContext context, @Nullable Object request) {
      this.context = context;
      this.request = request;
    }

    /** The exchange being served; null if there is none. */
    public @Nullable Object request() {
      return request;
    }
  }

  private record Scope(Work work, @Nullable Scope outer) {}

  /** The current span's context; null if there is none. */
  public static @Nullable TraceContext get() {
    Scope scope = CURRENT.get();
    return scope == null ? null : scope.work.context;
  }

  /** The current span with the request it is for; null if nothing is current. */
  public static @Nullable Work work() {
    Scope scope = CURRENT.get();
    return scope == null || scope.work == NOTHING ? null : scope.work;
  }

  /** Makes a span within the current work the current one until {@link #leave(TraceContext)}. */
  public static void enter(TraceContext context) {
    Scope outer = CURRENT.get();
    CURRENT.set(new Scope(new Work(context, outer == null ? null : outer.work.request), outer));
  }

  /** Makes {@code work} the current one until {@link #leave(Work)}. */
  public static void enter(Work work) {
    CURRENT.set(new Scope(work, CURRENT.get()));
  }

  /**
   * Restores what was current before the latest {@link #enter} of {@code context} on this thread,
   * and forgets what was entered since and never left. Without such an enter nothing changes. Once
   * all is left, nothing remains on the thread.
   */
  public static void leave(TraceContext context) {
    for (Scope scope = CURRENT.get(); scope != null; scope = scope.outer) {
      if (context.equals(scope.work.context)) {
        restore(scope.outer);
        return;
      }
    }
  }

  /** As {@link #leave(TraceContext)}, for the very same {@code work}. */
  public static void leave(Work work) {
    for (Scope scope = CURRENT.get(); scope != null; scope = scope.outer) {
      if (scope.work == work) {
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
