package io.pillion.instrumentation.servlet;

/** Tells the advice that the application is not to run. */
public final class DeniedServletRequest {
  static final DeniedServletRequest INSTANCE = new DeniedServletRequest();

  private DeniedServletRequest() {}
}
