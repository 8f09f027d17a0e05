package io.pillion.instrumentation.javautillogging;

import io.pillion.agent.bootstrap.LogEvent;
import java.time.Instant;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;

/** A record of {@code java.util.logging} as the agent reads it. */
public final class JulEvent implements LogEvent {
  private static final long NANOS_PER_SECOND = 1_000_000_000;

  private final LogRecord event;
  private final int severity;

  JulEvent(LogRecord event, int severity) {
    this.event = event;
    this.severity = severity;
  }

  @Override
  public String loggerName() {
    String name = event.getLoggerName();
    return name == null ? "" : name;
  }

  @Override
  public long epochNanos() {
    Instant instant = event.getInstant();
    return instant.getEpochSecond() * NANOS_PER_SECOND + instant.getNano();
  }

  @Override
  public int severity() {
    return severity;
  }

  @Override
  public @Nullable String severityText() {
    return event.getLevel().getName();
  }

  @Override
  public @Nullable String message() {
    return Messages.of(event);
  }

  /** A record has a number of its thread only; it is logged by the one that made it. */
  @Override
  public @Nullable String threadName() {
    return Thread.currentThread().getName();
  }

  @Override
  public @Nullable Throwable thrown() {
    return event.getThrown();
  }

  @Override
  public @Nullable String contextValue(String key) {
    return null;
  }
}
