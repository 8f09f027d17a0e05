package io.pillion.agent.bootstrap;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where instrumentations of logging libraries learn what to add to an event, and bring what is to
 * be captured. Obtained from {@link Agent#logs}.
 *
 * <p><b>Threading.</b> Any thread. <b>Failure.</b> No method throws.
 */
public interface AppLogs {

  /**
   * What names the current span in the diagnostic context: trace id, span id and flags in hex,
   * under the configured keys, the trace id's first. The caller owns the map.
   *
   * @return null if no span is current
   */
  @Nullable Map<String, String> traceEntries();

  /** Whether events of this severity are captured at all. Allocates nothing. */
  boolean wants(int severity);

  /** Captures an event, or counts it as dropped. Reads it before it returns. */
  void record(LogEvent event);
}
