package examples.pillion.demo;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One application process as the sidecar's {@code /api/sessions} tells of it. All counts are since
 * that process started.
 *
 * @param service the resource's {@code service.name}
 * @param offeredSpans spans the application finished
 * @param dropped records the agent could not keep, by reason
 * @param discarded records the sidecar gave up, by reason
 * @param depth records waiting in the queue
 * @param decisions policy decisions by {@code source/outcome}
 */
public record Session(
    String id,
    String service,
    boolean alive,
    long offeredSpans,
    Map<String, Long> dropped,
    Map<String, Long> discarded,
    long depth,
    Map<String, Long> decisions) {

  static Session of(Map<?, ?> json) {
    return new Session(
        String.valueOf(json.get("id")),
        service(json.get("resource")),
        Boolean.TRUE.equals(json.get("alive")),
        number(json.get("offeredSpans")),
        counts(json.get("dropped")),
        counts(json.get("discarded")),
        number(json.get("depth")),
        counts(json.get("decisions")));
  }

  private static String service(@Nullable Object resource) {
    return resource instanceof Map<?, ?> attributes
        ? String.valueOf(attributes.get("service.name"))
        : "unknown";
  }

  private static long number(@Nullable Object json) {
    return json instanceof Number number ? number.longValue() : 0;
  }

  private static Map<String, Long> counts(@Nullable Object json) {
    Map<String, Long> counts = new TreeMap<>();
    if (json instanceof Map<?, ?> byKey) {
      byKey.forEach((key, value) -> counts.put(String.valueOf(key), number(value)));
    }
    return counts;
  }
}
