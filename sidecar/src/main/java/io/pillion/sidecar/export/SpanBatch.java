package io.pillion.sidecar.export;

import io.pillion.ipc.wire.SpanRecord;
import java.util.List;
import java.util.Map;

/**
 * Sampled spans to be delivered together, grouped by the process that made them.
 *
 * @param groups never empty, none of them empty
 */
public record SpanBatch(List<Group> groups) {

  /**
   * Spans of one application process.
   *
   * @param sessionId 32 hex digits
   * @param resource resource attributes of that process, for example {@code service.name}
   */
  public record Group(String sessionId, Map<String, String> resource, List<SpanRecord> spans) {}

  /** Number of spans in all groups. */
  public int size() {
    int size = 0;
    for (Group group : groups) {
      size += group.spans().size();
    }
    return size;
  }
}
