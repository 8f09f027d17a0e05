package io.pillion.sidecar.ingest;

import java.util.Map;

/**
 * One session as operators see it, at one moment. All counts are records since the session began.
 *
 * @param id 32 hex digits
 * @param resource resource attributes, {@code service.name} among them
 * @param alive whether the application process still holds its lock
 * @param heartbeatAgeMillis time since the agent last showed progress
 * @param offeredSpans spans the application finished
 * @param offered records offered, of all types
 * @param written records in the queue, read or not
 * @param dropped records the agent could not write, by reason
 * @param delivered records done with success
 * @param discarded records given up by the sidecar, by reason
 * @param depth records written and not yet delivered or discarded
 * @param oldestUnsentAgeMillis age of the oldest of those; 0 if there is none
 * @param decisions policy decisions by {@code source/outcome}, for example {@code cache/allow}
 */
public record SessionView(
    String id,
    Map<String, String> resource,
    boolean alive,
    long heartbeatAgeMillis,
    long offeredSpans,
    long offered,
    long written,
    Map<String, Long> dropped,
    long delivered,
    Map<String, Long> discarded,
    long depth,
    long oldestUnsentAgeMillis,
    Map<String, Long> decisions) {

  /** The process's {@code service.name}. */
  public String serviceName() {
    return resource.getOrDefault("service.name", "unknown_service:java");
  }
}
