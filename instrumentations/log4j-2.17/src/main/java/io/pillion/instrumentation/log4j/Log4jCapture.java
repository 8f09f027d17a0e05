package io.pillion.instrumentation.log4j;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.AppLogs;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.Logger;
import org.apache.logging.log4j.message.Message;
import org.jspecify.annotations.Nullable;

/** Offers events to the agent. */
public final class Log4jCapture {

  private Log4jCapture() {}

  /** A logger is about to make an event. */
  public static void logging(
      Logger logger, Level level, @Nullable Message message, @Nullable Throwable thrown) {
    AppLogs logs = Agent.logs();
    int severity = severity(level.intLevel());
    if (logs.wants(severity)) {
      logs.record(new Log4jEvent(logger, level, severity, message, thrown));
    }
  }

  /** Log4j counts the other way; levels of the application's own are between. */
  private static int severity(int level) {
    if (level <= 100) {
      return 21;
    }
    if (level <= 200) {
      return 17;
    }
    if (level <= 300) {
      return 13;
    }
    if (level <= 400) {
      return 9;
    }
    return level <= 500 ? 5 : 1;
  }
}
