package io.pillion.instrumentation.logback;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import io.pillion.agent.bootstrap.LogEvent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of Logback's events as the agent reads it. */
public final class LogbackEvent implements LogEvent {
  private static final long NANOS_PER_MILLI = 1_000_000;

  private final ILoggingEvent event;
  private final int severity;

  /** Reads {@code event}, whose level is {@code severity} to OpenTelemetry. */
  public LogbackEvent(ILoggingEvent event, int severity) {
    this.event = event;
    this.severity = severity;
  }

  @Override
  public String loggerName() {
    return event.getLoggerName();
  }

  @Override
  public long epochNanos() {
    return event.getTimeStamp() * NANOS_PER_MILLI;
  }

  @Override
  public int severity() {
    return severity;
  }

  @Override
  public @Nullable String severityText() {
    return event.getLevel().toString();
  }

  @Override
  public @Nullable String message() {
    return event.getFormattedMessage();
  }

  @Override
  public @Nullable String threadName() {
    return event.getThreadName();
  }

  @Override
  public @Nullable Throwable thrown() {
    IThrowableProxy proxy = event.getThrowableProxy();
    return proxy instanceof ThrowableProxy known ? known.getThrowable() : null;
  }

  @Override
  public @Nullable String contextValue(String key) {
    Map<String, String> context = event.getMDCPropertyMap();
    return context == null ? null : context.get(key);
  }
}
