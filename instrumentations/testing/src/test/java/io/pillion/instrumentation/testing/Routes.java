package io.pillion.instrumentation.testing;

import org.jspecify.annotations.Nullable;

/**
 * What {@code http.route} is on a server.
 *
 * @param same whether a path without a parameter is its own route
 * @param ofParameter the route of {@code /path/123/param}
 * @param ofMissing the route of a path that nothing serves
 */
record Routes(boolean same, @Nullable String ofParameter, @Nullable String ofMissing) {
  /** For servers that know no routes. */
  static final Routes NONE = new Routes(false, null, null);

  static Routes withParameter(String template) {
    return new Routes(true, template, null);
  }

  @Nullable String of(String path) {
    return switch (path) {
      case "/path/123/param" -> ofParameter;
      case "/notFound" -> ofMissing;
      default -> same ? path : null;
    };
  }
}
