package io.pillion.ipc.policy;

import java.util.List;

/**
 * One {@code to.operation} of a rule. All parts that are not empty must match.
 *
 * @param methods compared with case
 * @param hosts compared without case; a host also matches itself with any port
 * @param paths compared with every form of the path
 * @param ports local ports, 1 to 65535
 */
public record OperationMatch(
    List<StringPattern> methods,
    List<StringPattern> hosts,
    List<PathPattern> paths,
    List<Integer> ports) {

  /**
   * An operation of its parts, copied.
   *
   * @throws IllegalArgumentException if there is no condition in it or a port is out of range
   */
  public OperationMatch {
    methods = List.copyOf(methods);
    hosts = List.copyOf(hosts);
    paths = List.copyOf(paths);
    ports = List.copyOf(ports);
    if (methods.isEmpty() && hosts.isEmpty() && paths.isEmpty() && ports.isEmpty()) {
      throw new IllegalArgumentException(
          "operation has no condition; set methods, paths, hosts or ports, or drop the operation");
    }
    ports.forEach(OperationMatch::requirePort);
  }

  private static void requirePort(int port) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("bad port: min=1, max=65535, value=" + port);
    }
  }

  int dependsOn() {
    return (methods.isEmpty() ? 0 : CheckRequest.ATTRIBUTE_METHOD)
        | (hosts.isEmpty() ? 0 : CheckRequest.ATTRIBUTE_HOST)
        // The target * is a path for one method only, so no answer about paths is free of it.
        | (paths.isEmpty() ? 0 : CheckRequest.ATTRIBUTE_PATH | CheckRequest.ATTRIBUTE_METHOD)
        | (ports.isEmpty() ? 0 : CheckRequest.ATTRIBUTE_PORT);
  }

  int match(Subject subject, boolean denies) {
    int match = Match.of(methods.isEmpty() || methodMatches(subject.method()));
    if (match != Match.NO && !paths.isEmpty()) {
      match = Match.of(pathMatches(subject, denies));
    }
    if (match != Match.NO && !hosts.isEmpty()) {
      match = Math.min(match, hostMatch(subject));
    }
    if (match != Match.NO && !ports.isEmpty()) {
      match = Math.min(match, portMatch(subject.localPort()));
    }
    return match;
  }

  private boolean methodMatches(String method) {
    for (int i = 0; i < methods.size(); i++) {
      if (methods.get(i).matches(method)) {
        return true;
      }
    }
    return false;
  }

  private boolean pathMatches(Subject subject, boolean denies) {
    RequestPath path = subject.path();
    if (path == null) {
      return denies;
    }
    return denies ? path.anyFormMatches(paths) : path.everyFormMatches(paths);
  }

  private int hostMatch(Subject subject) {
    HostName host = subject.host();
    return host == null ? Match.NO : host.match(hosts);
  }

  private int portMatch(int port) {
    if (port < 1 || port > 65535) {
      return Match.UNKNOWN;
    }
    for (int i = 0; i < ports.size(); i++) {
      if (ports.get(i) == port) {
        return Match.YES;
      }
    }
    return Match.NO;
  }
}
