package io.pillion.bench.torture;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the product counts of one session, read from its files.
 *
 * @param pid of the application
 * @param offered records that the application handed over or tried to
 * @param spans the spans among them
 * @param written records in the queue
 * @param dropped records not written, by reason
 * @param delivered records done with success
 * @param discarded records given up by the sidecar, by reason
 * @param decisions by {@code source/outcome}
 */
record SessionCount(
    String id,
    long pid,
    long offered,
    long spans,
    long written,
    Map<String, Long> dropped,
    long delivered,
    Map<String, Long> discarded,
    Map<String, Long> decisions) {

  /** Records that were neither written nor dropped, as far as the header knows. */
  long onTheWay() {
    return offered - written - sum(dropped);
  }

  /** Records that were written and neither delivered nor discarded. */
  long depth() {
    return written - delivered - sum(discarded);
  }

  /** Records that are counted as lost. */
  long countedLost() {
    return sum(dropped) + sum(discarded);
  }

  static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Without the zeros. */
  static Map<String, Long> present(Map<String, Long> counts) {
    Map<String, Long> present = new LinkedHashMap<>();
    counts.forEach(
        (key, count) -> {
          if (count != 0) {
            present.put(key, count);
          }
        });
    return present;
  }
}
