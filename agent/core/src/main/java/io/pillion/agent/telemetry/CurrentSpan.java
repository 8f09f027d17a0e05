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

  /** A span that knows what making it current means. */
  public interface Bound {
    /** The span's identity. */
    TraceContext context();

    /** The exchange that it is part of; null if there is none. */
    @Nullable Object request();
  }

  /** A span, and the request that all of it is done for. Known by its identity. */
  public static final class Work {
    private final @Nullable TraceContext context;
    private final @Nullable Object request;
    private final @Nullable Bound span;
    private final @Nullable String baggage;
    private volatile @Nullable Object view;

    /**
     * A span of a request.
     *
     * @param context the span's identity; null in {@link #NOTHING} alone
     * @param request the exchange being served, for whoever knows its type; null if there is none
     */
    public Work(@Nullable TraceContext context, @Nullable Object request) {
      this(context, request, null, context == null ? null : context.baggage());
    }

    /**
     * A span that the application may add to, or what it made current that is no span of ours.
     *
     * @param context the span's identity; null if there is no span
     * @param request the exchange being served; null if there is none
     * @param span the span itself; null if nothing can be added to it
     * @param baggage to be sent on, as a header value; null if there is none
     */
    public Work(
        @Nullable TraceContext context,
        @Nullable Object request,
        @Nullable Bound span,
        @Nullable String baggage) {
      this.context = context;
      this.request = request;
      this.span = span;
      this.baggage = baggage;
    }

    /** The span's identity; null if there is no span. */
    public @Nullable TraceContext context() {
      return context;
    }

    /** The span itself; null if nothing can be added to it. */
    public @Nullable Bound span() {
      return span;
    }

    /** What is to be sent on with the span; null if there is nothing. */
    public @Nullable String baggage() {
      return baggage;
    }

    /** What a library with a context of its own keeps with this work; null if nothing. */
    public @Nullable Object view() {
      return view;
    }

    /** Keeps something immutable with this work. */
    public void view(Object newView) {
      view = newView;
    }

    /** The exchange being served; null if there is none. */
    public @Nullable Object request() {
      return request;
    }
  }

  /** What an application enters and never leaves must not pile up. */
  private static final int DEEPEST = 256;

  private record Scope(Work work, @Nullable Scope outer, int depth) {
    static Scope within(@Nullable Scope outer, Work work) {
      if (outer == null) {
        return new Scope(work, null, 1);
      }
      return outer.depth < DEEPEST
          ? new Scope(work, outer, outer.depth + 1)
          : new Scope(work, outer.outer, outer.depth);
    }
  }

  /** The current span's context; null if there is none. */
  public static @Nullable TraceContext get() {
    Scope scope = CURRENT.get();
    return scope == null ? null : scope.work.context;
  }

  /** What is to be sent on with requests of the current work; null if there is nothing. */
  public static @Nullable String baggage() {
    Scope scope = CURRENT.get();
    return scope == null ? null : scope.work.baggage;
  }

  /** The current span with the request it is for; null if nothing is current. */
  public static @Nullable Work work() {
    Scope scope = CURRENT.get();
    return scope == null || scope.work == NOTHING ? null : scope.work;
  }

  /** Makes a span within the current work the current one until {@link #leave(TraceContext)}. */
  public static void enter(TraceContext context) {
    Scope outer = CURRENT.get();
    CURRENT.set(Scope.within(outer, new Work(context, outer == null ? null : outer.work.request)));
  }

  /** Makes {@code work} the current one until {@link #leave(Work)}. */
  public static void enter(Work work) {
    CURRENT.set(Scope.within(CURRENT.get(), work));
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
