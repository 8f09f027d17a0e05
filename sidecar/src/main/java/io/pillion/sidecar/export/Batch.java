package io.pillion.sidecar.export;

import io.pillion.ipc.wire.TelemetryEvent;
import java.util.List;
import java.util.Map;

/**
 * Records of one signal to be delivered together, grouped by the process that made them.
 *
 * @param groups never empty, none of them empty
 */
public record Batch<T extends TelemetryEvent>(List<Group<T>> groups) {

  /**
   * Records of one application process.
   *
   * @param sessionId 32 hex digits
   * @param resource resource attributes of that process, for example {@code service.name}
   */
  public record Group<T extends TelemetryEvent>(
      String sessionId, Map<String, String> resource, List<T> records) {}

  /** Number of records in all groups. */
  public int size() {
    int size = 0;
    for (Group<T> group : groups) {
      size += group.records().size();
    }
    return size;
  }
}
