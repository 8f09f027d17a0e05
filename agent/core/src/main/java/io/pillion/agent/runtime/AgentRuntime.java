package io.pillion.agent.runtime;

import io.pillion.agent.config.AgentConfig;
import io.pillion.agent.config.AgentLog;
import java.util.Map;

/** Brings up what serves the instrumentations. */
public final class AgentRuntime {

  private AgentRuntime() {}

  /**
   * Called once, on the thread {@code pillion-start}, before any instrumented class can run. The
   * first instrumented class waits for it, so it must return within milliseconds and leave opening
   * of files to threads of its own.
   *
   * @param resource what describes this process in telemetry
   */
  public static void start(AgentConfig config, AgentLog log, Map<String, String> resource) {
    log.debug("runtime started: service.name=" + resource.get("service.name"));
  }
}
