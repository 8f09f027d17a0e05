package io.pillion.instrumentation.log4j;

import io.pillion.agent.bootstrap.Agent;
import java.util.Map;
import org.apache.logging.log4j.util.SortedArrayStringMap;
import org.apache.logging.log4j.util.StringMap;
import org.jspecify.annotations.Nullable;

/** Joins the context data of an event with the current span's names. */
public final class Log4jContext {

  private Log4jContext() {}

  /**
   * Both together; null if no span is current, or the application names a trace itself.
   *
   * @param own the event's own map, which may be changed
   * @param given what the event is to get, perhaps shared with others
   */
  public static @Nullable StringMap withTrace(@Nullable StringMap own, @Nullable StringMap given) {
    Map<String, String> entries = Agent.logs().traceEntries();
    if (entries == null
        || (given != null && given.containsKey(entries.keySet().iterator().next()))) {
      return null;
    }
    StringMap joined = given;
    if (joined == null) {
      joined = new SortedArrayStringMap();
    } else if (joined != own || joined.isFrozen()) {
      joined = new SortedArrayStringMap(joined);
    }
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      joined.putValue(entry.getKey(), entry.getValue());
    }
    return joined;
  }
}
