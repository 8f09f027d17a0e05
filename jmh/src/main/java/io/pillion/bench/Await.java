package io.pillion.bench;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for something to become true, with an end. */
final class Await {
  private static final long LOOK_AGAIN_NS = 1_000_000;

  private Await() {}

  /** Whether it became true in time. */
  static boolean until(Duration atMost, BooleanSupplier condition) {
    long began = System.nanoTime();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - began > atMost.toNanos()) {
        return false;
      }
      LockSupport.parkNanos(LOOK_AGAIN_NS);
    }
    return true;
  }
}
