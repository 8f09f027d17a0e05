package io.pillion.instrumentation.logback;

import io.pillion.agent.bootstrap.Agent;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Joins the diagnostic context of an event with the current span's names. */
public final class LogbackMdc {

  private LogbackMdc() {}

  /** Both together; null if no span is current, or the application names a trace itself. */
  public static @Nullable Map<String, String> withTrace(@Nullable Map<String, String> context) {
    Map<String, String> entries = Agent.logs().traceEntries();
    if (entries == null || context == null) {
      return entries;
    }
    if (context.containsKey(entries.keySet().iterator().next())) {
      return null;
    }
    entries.putAll(context);
    return entries;
  }
}
