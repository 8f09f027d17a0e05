package io.pillion.instrumentation.servlet;

import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** The mapping that chose the servlet of a request. */
public final class ServletMappingPattern {

  private ServletMappingPattern() {}

  /** The pattern as declared; null if the container does not know. */
  static @Nullable String of(HttpServletRequest request) {
    HttpServletMapping mapping = request.getHttpServletMapping();
    return mapping == null ? null : mapping.getPattern();
  }
}
