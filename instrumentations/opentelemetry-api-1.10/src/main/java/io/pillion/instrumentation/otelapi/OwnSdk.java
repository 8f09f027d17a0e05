package io.pillion.instrumentation.otelapi;

/**
 * Whether the application traces by an SDK of its own: then its API and its context are left alone
 * from there on.
 *
 * <p><b>Threading.</b> Any thread.
 */
public final class OwnSdk {
  private static volatile boolean present;

  private OwnSdk() {}

  /** There is one. */
  public static void found() {
    present = true;
  }

  /** Whether there is one. */
  public static boolean isPresent() {
    return present;
  }
}
