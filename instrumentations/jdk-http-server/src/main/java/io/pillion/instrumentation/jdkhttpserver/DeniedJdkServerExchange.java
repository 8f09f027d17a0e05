package io.pillion.instrumentation.jdkhttpserver;

/** Tells the advice that the application is not to run. */
public final class DeniedJdkServerExchange {
  static final DeniedJdkServerExchange INSTANCE = new DeniedJdkServerExchange();

  private DeniedJdkServerExchange() {}
}
