package io.pillion.instrumentation.javautillogging;

import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A record of which the logger's filter has yet to judge.
 *
 * <p><b>Threading.</b> Belongs to the thread that logs.
 */
public final class Filtering {
  /** Whether any logger ever had a filter; most applications have none. */
  public static volatile boolean used;

  private static final ThreadLocal<@Nullable Filtering> CURRENT = new ThreadLocal<>();

  private final Logger logger;
  private final LogRecord event;
  private final int severity;
  private final @Nullable Filtering outer;

  private Filtering(Logger logger, LogRecord event, int severity, @Nullable Filtering outer) {
    this.logger = logger;
    this.event = event;
    this.severity = severity;
    this.outer = outer;
  }

  static Filtering begin(Logger logger, LogRecord event, int severity) {
    used = true;
    Filtering begun = new Filtering(logger, event, severity, CURRENT.get());
    CURRENT.set(begun);
    return begun;
  }

  /** A logger asks for its handlers: the record that it has in hand, if any, passed its filter. */
  public static void passed(Logger logger) {
    Filtering current = CURRENT.get();
    if (current != null && current.logger == logger) {
      current.end();
      JulCapture.capture(current.logger, current.event, current.severity);
    }
  }

  /** The record is logged or refused. What the filter logged meanwhile has ended before. */
  public void end() {
    if (CURRENT.get() != this) {
      return;
    }
    if (outer == null) {
      CURRENT.remove();
    } else {
      CURRENT.set(outer);
    }
  }
}
