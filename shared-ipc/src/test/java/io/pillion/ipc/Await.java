package io.pillion.ipc;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, at most half a minute. */
final class Await {
  private Await() {}

  static void until(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("condition did not come true within 30 s");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
