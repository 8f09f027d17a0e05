package io.pillion.agent.logs;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * So many a second, and as many at once after a quiet second.
 *
 * <p><b>Threading.</b> Any thread; no lock.
 */
final class RateLimit {
  private static final long SECOND_NS = TimeUnit.SECONDS.toNanos(1);

  private final long gapNs;
  private final AtomicLong paidUntilNs;

  RateLimit(int perSecond, long nowNs) {
    gapNs = SECOND_NS / perSecond;
    paidUntilNs = new AtomicLong(nowNs - SECOND_NS);
  }

  /** Whether one more may pass at {@code nowNs} of {@link System#nanoTime}. */
  boolean take(long nowNs) {
    while (true) {
      long paid = paidUntilNs.get();
      long next = Math.max(paid - nowNs, -SECOND_NS) + gapNs;
      if (next > 0) {
        return false;
      }
      if (paidUntilNs.compareAndSet(paid, nowNs + next)) {
        return true;
      }
    }
  }
}
