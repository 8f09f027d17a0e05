package io.pillion.instrumentation.jetty;

/** Tells the advice that the request has been answered. */
public final class DeniedJettyRequest {
  static final DeniedJettyRequest INSTANCE = new DeniedJettyRequest();

  private DeniedJettyRequest() {}
}
