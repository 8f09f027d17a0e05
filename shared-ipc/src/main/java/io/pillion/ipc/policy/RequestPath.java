package io.pillion.ipc.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request's path in every form that something between here and the application may act on.
 *
 * <ul>
 *   <li>wire: as Istio's BASE option leaves it: unreserved characters decoded, \ is /, dot segments
 *       resolved;
 *   <li>server: parameters stripped, decoded once, slashes merged, dot segments resolved, in each
 *       order that servers and {@code URI.normalize()} do it, with \ as / and as itself;
 *   <li>resolved: what the container says it acts on, if it says.
 * </ul>
 *
 * <p>DENY takes any form, ALLOW needs every one. For a path without special characters wire and
 * server forms are the same string, and nothing is copied.
 */
final class RequestPath {
  private final String wire;
  private final String @Nullable [] server;
  private final @Nullable String resolved;

  private RequestPath(String wire, String @Nullable [] server, @Nullable String resolved) {
    this.wire = wire;
    this.server = server;
    this.resolved = resolved;
  }

  /** The forms; null if the path cannot be understood safely. */
  static @Nullable RequestPath of(String method, String raw, @Nullable String resolved) {
    String container = resolved == null || resolved.isEmpty() ? null : resolved;
    if (container != null && container.indexOf(0) >= 0) {
      return null;
    }
    if (isPlain(raw)) {
      return new RequestPath(raw, null, raw.equals(container) ? null : container);
    }
    return ofSpecial(method, withoutQueryAndFragment(raw), container);
  }

  private static @Nullable RequestPath ofSpecial(
      String method, String path, @Nullable String container) {
    if (path.equals("*") && method.equals("OPTIONS")) {
      return new RequestPath(path, null, null);
    }
    if (!path.startsWith("/")) {
      return null;
    }
    String[] server = ServerForms.of(path);
    return server == null ? null : new RequestPath(base(path), server, container);
  }

  /** Istio's BASE normalisation. */
  static String base(String path) {
    return PathText.resolveDots(PathText.decodeUnreserved(path));
  }

  private static boolean isPlain(String raw) {
    if (raw.isEmpty() || raw.charAt(0) != '/') {
      return false;
    }
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '/' && i + 1 < raw.length()) {
        if (raw.charAt(i + 1) == '/' || PathText.isDotSegmentAt(raw, i + 1)) {
          return false;
        }
      } else if (isSpecial(c)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSpecial(char c) {
    return c == '%' || c == ';' || c == '\\' || c == '?' || c == '#' || c == 0 || c >= 0x80;
  }

  private static String withoutQueryAndFragment(String raw) {
    for (int i = 0; i < raw.length(); i++) {
      if (raw.charAt(i) == '?' || raw.charAt(i) == '#') {
        return raw.substring(0, i);
      }
    }
    return raw;
  }

  boolean anyFormMatches(List<PathPattern> patterns) {
    if (wireMatches(patterns) || (resolved != null && decodedMatches(patterns, resolved))) {
      return true;
    }
    if (server == null) {
      return decodedMatches(patterns, wire);
    }
    for (String form : server) {
      if (decodedMatches(patterns, form)) {
        return true;
      }
    }
    return false;
  }

  boolean everyFormMatches(List<PathPattern> patterns) {
    if (!wireMatches(patterns) || (resolved != null && !decodedMatches(patterns, resolved))) {
      return false;
    }
    if (server == null) {
      return decodedMatches(patterns, wire);
    }
    for (String form : server) {
      if (!decodedMatches(patterns, form)) {
        return false;
      }
    }
    return true;
  }

  private boolean wireMatches(List<PathPattern> patterns) {
    for (int i = 0; i < patterns.size(); i++) {
      if (patterns.get(i).matchesWire(wire)) {
        return true;
      }
    }
    return false;
  }

  private static boolean decodedMatches(List<PathPattern> patterns, String path) {
    for (int i = 0; i < patterns.size(); i++) {
      if (patterns.get(i).matchesDecoded(path)) {
        return true;
      }
    }
    return false;
  }
}
