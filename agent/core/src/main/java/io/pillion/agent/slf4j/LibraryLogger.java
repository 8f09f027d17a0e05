package io.pillion.agent.slf4j;

import io.pillion.agent.config.AgentLog;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * A library's logger. What a library warns of, for example that it found no native code to use, is
 * by our design and detail to the operator: below an error, all goes out at debug level.
 */
final class LibraryLogger extends LegacyAbstractLogger {
  private static final long serialVersionUID = 1;

  LibraryLogger(String name) {
    this.name = name;
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public boolean isDebugEnabled() {
    return false;
  }

  @Override
  public boolean isInfoEnabled() {
    return LogHolder.get().debugEnabled();
  }

  @Override
  public boolean isWarnEnabled() {
    return LogHolder.get().debugEnabled();
  }

  @Override
  public boolean isErrorEnabled() {
    return true;
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String pattern,
      Object @Nullable [] arguments,
      @Nullable Throwable failure) {
    String text = MessageFormatter.basicArrayFormat(pattern, arguments);
    String message = getName() + ": " + text + (failure == null ? "" : ", cause=" + failure);
    AgentLog log = LogHolder.get();
    if (level == Level.ERROR) {
      log.error(message);
    } else {
      log.debug(message);
    }
  }
}
