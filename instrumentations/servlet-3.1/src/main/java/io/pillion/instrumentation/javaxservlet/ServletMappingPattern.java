package io.pillion.instrumentation.javaxservlet;

import io.pillion.agent.bootstrap.ServletPattern;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import javax.servlet.ServletContext;
import javax.servlet.ServletRegistration;
import javax.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * The mapping that chose the servlet of a request. Servlet 4.0 tells it; before that it follows
 * from the mappings of all servlets.
 */
public final class ServletMappingPattern {
  private static final @Nullable MethodHandle MAPPING = mapping();

  private ServletMappingPattern() {}

  /** The pattern as declared; null if it cannot be found out. */
  static @Nullable String of(HttpServletRequest request) {
    return MAPPING == null ? registered(request) : told(MAPPING, request);
  }

  private static @Nullable String told(MethodHandle mapping, HttpServletRequest request) {
    try {
      return (String) mapping.invoke(request);
    } catch (Throwable e) {
      // A wrapper of the application's, made for an older API.
      return null;
    }
  }

  private static @Nullable String registered(HttpServletRequest request) {
    ServletContext context = request.getServletContext();
    if (context == null || request.getServletPath() == null) {
      return null;
    }
    List<String> patterns = new ArrayList<>();
    for (ServletRegistration servlet : context.getServletRegistrations().values()) {
      patterns.addAll(servlet.getMappings());
    }
    return ServletPattern.matched(patterns, request.getServletPath(), request.getPathInfo());
  }

  /** {@code request.getHttpServletMapping().getPattern()}, without a link to either. */
  private static @Nullable MethodHandle mapping() {
    try {
      Class<?> type =
          Class.forName(
              "javax.servlet.http.HttpServletMapping",
              false,
              HttpServletRequest.class.getClassLoader());
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      return MethodHandles.filterReturnValue(
          lookup.findVirtual(
              HttpServletRequest.class, "getHttpServletMapping", MethodType.methodType(type)),
          lookup.findVirtual(type, "getPattern", MethodType.methodType(String.class)));
    } catch (ReflectiveOperationException e) {
      return null;
    }
  }
}
