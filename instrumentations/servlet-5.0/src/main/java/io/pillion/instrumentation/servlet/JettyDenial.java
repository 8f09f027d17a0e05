package io.pillion.instrumentation.servlet;

import org.jspecify.annotations.Nullable;

/**
 * Keeps Jetty up to version 11 from offering a denied request to its next handler: the skipped
 * method is the one that would have marked it handled.
 */
public final class JettyDenial {
  private JettyDenial() {}

  /**
   * Marks a denied request.
   *
   * @param base Jetty's own request; where it has no such mark, Jetty needs none
   */
  public static void exit(@Nullable Object entered, @Nullable Object base) {
    if (entered instanceof DeniedServletRequest && base != null) {
      try {
        base.getClass().getMethod("setHandled", boolean.class).invoke(base, true);
      } catch (ReflectiveOperationException | RuntimeException e) {
        // Jetty 12, or another server under its names.
      }
    }
  }
}
