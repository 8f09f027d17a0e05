package io.pillion.sidecar.red;

import java.util.List;
import java.util.Map;

/**
 * The histograms of one application process.
 *
 * @param id of these counts, unique in this process
 * @param sessionId the session by which the process was first seen, 32 hex digits
 * @param resource resource attributes of that process
 * @param points none that counted nothing
 */
public record ApplicationDurations(
    long id,
    String sessionId,
    Map<String, String> resource,
    Map<HttpInstrument, List<DurationPoint>> points) {

  /** The service's name. */
  public String service() {
    return resource.getOrDefault("service.name", "unknown_service:java");
  }

  /** What tells processes of a service from each other. */
  public String instance() {
    return resource.getOrDefault("service.instance.id", sessionId);
  }
}
