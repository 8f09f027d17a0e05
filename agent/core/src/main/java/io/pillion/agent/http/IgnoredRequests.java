package io.pillion.agent.http;

import java.util.List;

/**
 * Requests that make no spans, health checks usually. They are decided by policy like any other.
 *
 * <p><b>Threading.</b> Immutable.
 */
final class IgnoredRequests {
  private final Patterns paths;
  private final Patterns userAgents;

  /** Ignores requests with any of these paths or user agents. */
  IgnoredRequests(List<String> paths, List<String> userAgents) {
    this.paths = Patterns.exactly(paths);
    this.userAgents = Patterns.ignoringCase(userAgents);
  }

  boolean contains(ServerRequestData request) {
    return (!paths.isEmpty() && paths.match(request.rawPath()))
        || (!userAgents.isEmpty()
            && request.userAgent() != null
            && userAgents.match(request.userAgent()));
  }
}
