package io.pillion.instrumentation.tomcat;

/** Tells the advice that the application is not to run. */
public final class DeniedTomcatRequest {
  static final DeniedTomcatRequest INSTANCE = new DeniedTomcatRequest();

  private DeniedTomcatRequest() {}
}
