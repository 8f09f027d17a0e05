package io.pillion.agent.bootstrap;

import org.jspecify.annotations.Nullable;

/**
 * The servlet mapping that chose a servlet, for servers that do not tell.
 *
 * <p><b>Threading.</b> Any thread; immutable results. <b>Failure.</b> No method throws.
 */
public final class ServletPattern {

  private ServletPattern() {}

  /**
   * The pattern among {@code patterns} that a request matched by the rules of the servlet
   * specification (12.1: exact, then path prefix, then extension); null if none did, or one that
   * matches anything.
   *
   * @param servletPath the part of the path that the mapping matched
   * @param pathInfo the rest of the path; null if there is none
   */
  public static @Nullable String matched(
      Iterable<String> patterns, String servletPath, @Nullable String pathInfo) {
    String best = null;
    for (String pattern : patterns) {
      if (pathInfo == null && pattern.equals(servletPath)) {
        return pattern;
      }
      if (isPrefix(pattern, servletPath)) {
        best = pattern;
      } else if (best == null && pathInfo == null && isExtension(pattern, servletPath)) {
        best = pattern;
      }
    }
    return best;
  }

  private static boolean isPrefix(String pattern, String servletPath) {
    return pattern.endsWith("/*")
        && !servletPath.isEmpty()
        && pattern.length() == servletPath.length() + 2
        && pattern.startsWith(servletPath);
  }

  private static boolean isExtension(String pattern, String servletPath) {
    return pattern.startsWith("*.") && servletPath.endsWith(pattern.substring(1));
  }

  /** The part of a path ahead of what the servlet sees as its own. */
  static String mountPoint(@Nullable String contextPath, @Nullable String pattern) {
    String context = contextPath == null ? "" : contextPath;
    return pattern != null && pattern.startsWith("/") && pattern.endsWith("/*")
        ? context + pattern.substring(0, pattern.length() - 2)
        : context;
  }

  /** The route of a pattern; null for the patterns that match anything and so say nothing. */
  public static @Nullable String route(@Nullable String contextPath, @Nullable String pattern) {
    if (pattern == null || pattern.equals("/") || pattern.equals("/*")) {
      return null;
    }
    String context = contextPath == null ? "" : contextPath;
    return context + (pattern.startsWith("/") ? "" : "/") + pattern;
  }
}
