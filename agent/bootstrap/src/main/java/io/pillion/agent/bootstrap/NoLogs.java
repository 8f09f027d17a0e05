package io.pillion.agent.bootstrap;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Before the agent is ready: nothing is added and nothing is captured. */
final class NoLogs implements AppLogs {

  @Override
  public @Nullable Map<String, String> traceEntries() {
    return null;
  }

  @Override
  public boolean wants(int severity) {
    return false;
  }

  @Override
  public void record(LogEvent event) {}
}
