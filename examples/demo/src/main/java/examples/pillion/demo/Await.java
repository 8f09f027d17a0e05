package examples.pillion.demo;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for conditions, with a deadline. */
public final class Await {

  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private Await() {}

  /**
   * Whether the condition became true within the limit.
   *
   * @throws IllegalStateException if the thread is interrupted
   */
  public static boolean within(Duration limit, BooleanSupplier condition) {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new IllegalStateException("interrupted while waiting");
      }
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
    return true;
  }

  /**
   * Waits for the condition.
   *
   * @param failure says what is wrong if it does not come true
   * @throws IllegalStateException after the limit
   */
  public static void until(Duration limit, BooleanSupplier condition, Supplier<String> failure) {
    if (!within(limit, condition)) {
      throw new IllegalStateException(failure.get() + "; waited " + limit.toMillis() + " ms");
    }
  }

  /** Lets the given time pass while other threads work. */
  public static void pass(Duration time) {
    within(time, () -> false);
  }
}
