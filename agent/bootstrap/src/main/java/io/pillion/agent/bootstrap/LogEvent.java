package io.pillion.agent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * What an application logged, as its logging library holds it. Read during {@link AppLogs#record}
 * only, on the calling thread.
 *
 * <p><b>Failure.</b> What a method throws is caught and counted; the event is then not captured.
 */
public interface LogEvent {

  /** Name of the logger; empty for the root. */
  String loggerName();

  /** When it was logged, in nanoseconds since the Unix epoch. */
  long epochNanos();

  /** OpenTelemetry's severity number, 1 to 24. */
  int severity();

  /** The level's name in the library. */
  @Nullable String severityText();

  /** The message as the library formats it; null if there is none. */
  @Nullable String message();

  /** Name of the thread that logged. */
  @Nullable String threadName();

  /** What was logged with the message; null if nothing was, or it is not at hand. */
  @Nullable Throwable thrown();

  /** The value that the event carries of a key of the diagnostic context; null if none. */
  @Nullable String contextValue(String key);
}
