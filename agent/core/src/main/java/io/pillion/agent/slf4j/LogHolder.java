package io.pillion.agent.slf4j;

import io.pillion.agent.config.AgentLog;
import io.pillion.agent.config.LogLevel;

/** Hands the agent's log to loggers that SLF4J creates without arguments. */
public final class LogHolder {
  private static volatile AgentLog log = new AgentLog(LogLevel.OFF);

  private LogHolder() {}

  /** Called once at start. */
  public static void set(AgentLog agentLog) {
    log = agentLog;
  }

  static AgentLog get() {
    return log;
  }
}
