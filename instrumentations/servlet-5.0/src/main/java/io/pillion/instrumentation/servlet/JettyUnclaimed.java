package io.pillion.instrumentation.servlet;

import io.pillion.agent.bootstrap.ServedRequest;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Requests that reach the default handler of Jetty up to version 11. A collection of handlers asks
 * it about those, too, that another handler has answered by then: to decide these is too late.
 */
public final class JettyUnclaimed {
  private JettyUnclaimed() {}

  /**
   * As {@link ServletHooks#enter}, but null for what was answered outside of our sight.
   *
   * @param base Jetty's own request
   */
  public static @Nullable Object enter(
      @Nullable Object base, ServletRequest request, ServletResponse response) {
    boolean known = request.getAttribute(ServedRequest.ATTRIBUTE) instanceof ServedRequest;
    if (!known && (response.isCommitted() || isHandled(base))) {
      return null;
    }
    return ServletHooks.enter(request, response);
  }

  private static boolean isHandled(@Nullable Object base) {
    try {
      return base != null
          && Boolean.TRUE.equals(base.getClass().getMethod("isHandled").invoke(base));
    } catch (ReflectiveOperationException | RuntimeException e) {
      // Another server under Jetty's names.
      return false;
    }
  }
}
