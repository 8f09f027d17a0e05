package io.pillion.instrumentation.log4j;

import io.pillion.agent.bootstrap.LogEvent;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.ThreadContext;
import org.apache.logging.log4j.message.Message;
import org.jspecify.annotations.Nullable;

/** What becomes one of Log4j's events, as the agent reads it, on the thread that logs. */
public final class Log4jEvent implements LogEvent {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final Logger logger;
  private final Level level;
  private final int severity;
  private final @Nullable Message message;
  private final @Nullable Throwable thrown;

  /** Reads what the logger was given; its level is {@code severity} to OpenTelemetry. */
  public Log4jEvent(
      Logger logger,
      Level level,
      int severity,
      @Nullable Message message,
      @Nullable Throwable thrown) {
    this.logger = logger;
    this.level = level;
    this.severity = severity;
    this.message = message;
    this.thrown = thrown;
  }

  @Override
  public String loggerName() {
    return logger.getName();
  }

  @Override
  public long epochNanos() {
    return System.currentTimeMillis() * NANOS_PER_MILLI;
  }

  @Override
  public int severity() {
    return severity;
  }

  @Override
  public @Nullable String severityText() {
    return level.name();
  }

  @Override
  public @Nullable String message() {
    return message == null ? null : message.getFormattedMessage();
  }

  @Override
  public @Nullable String threadName() {
    return Thread.currentThread().getName();
  }

  @Override
  public @Nullable Throwable thrown() {
    return thrown != null || message == null ? thrown : message.getThrowable();
  }

  @Override
  public @Nullable String contextValue(String key) {
    return ThreadContext.get(key);
  }
}
