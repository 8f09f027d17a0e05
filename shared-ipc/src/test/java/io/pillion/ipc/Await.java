package io.pillion.ipc;

import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for a condition, at most ten seconds. */
final class Await {
  private Await() {}

  static void until(Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (!condition.call()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("condition did not come true within 10 s");
      }
      LockSupport.parkNanos(1_000_000);
    }
  }
}
