package io.pillion.instrumentation.logback;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.bootstrap.AppLogs;

/** Offers events to the agent. */
public final class LogbackCapture {

  private LogbackCapture() {}

  /** An event has been given to the appenders. */
  public static void appended(ILoggingEvent event) {
    AppLogs logs = Agent.logs();
    int severity = severity(event.getLevel().toInt());
    if (logs.wants(severity)) {
      logs.record(new LogbackEvent(event, severity));
    }
  }

  private static int severity(int level) {
    if (level >= Level.ERROR_INT) {
      return 17;
    }
    if (level >= Level.WARN_INT) {
      return 13;
    }
    if (level >= Level.INFO_INT) {
      return 9;
    }
    return level >= Level.DEBUG_INT ? 5 : 1;
  }
}
