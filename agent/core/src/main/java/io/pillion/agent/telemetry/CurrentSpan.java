package io.pillion.agent.telemetry;

import org.jspecify.annotations.Nullable;

/** What span the calling thread works for. */
public final class CurrentSpan {
  private static final ThreadLocal<@Nullable TraceContext> CURRENT = new ThreadLocal<>();

  private CurrentSpan() {}

  /** The current span's context; null if there is none. */
  public static @Nullable TraceContext get() {
    return CURRENT.get();
  }

  /** Sets it; null removes it, and leaves nothing behind on the thread. */
  public static void set(@Nullable TraceContext context) {
    if (context == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(context);
    }
  }
}
