package io.pillion.agent.telemetry;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Wall time that does not run backwards within a span: {@link System#nanoTime} on a base that is
 * taken anew every ten seconds, so that corrections of the system clock are followed.
 *
 * <p><b>Threading.</b> Any thread.
 */
public final class SpanClock {
  private static final long BASE_NS = TimeUnit.SECONDS.toNanos(10);
  private static final int TRIES = 5;
  private static final long GOOD_ENOUGH_NS = 2_000;

  private volatile Base base = Base.now();

  private record Base(long epochNanos, long nanoTime, long uncertaintyNs) {
    /** Both clocks at one moment: of a few tries the one with the least time between. */
    static Base now() {
      Base best = read();
      for (int i = 1; i < TRIES && best.uncertaintyNs > GOOD_ENOUGH_NS; i++) {
        Base next = read();
        best = next.uncertaintyNs < best.uncertaintyNs ? next : best;
      }
      return best;
    }

    private static Base read() {
      long before = System.nanoTime();
      Instant now = Instant.now();
      long uncertaintyNs = System.nanoTime() - before;
      return new Base(
          TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano(),
          before + uncertaintyNs / 2,
          uncertaintyNs);
    }
  }

  /** Nanoseconds since the Unix epoch at the moment that {@code nanoTime} was taken. */
  public long epochNanos(long nanoTime) {
    Base current = base;
    if (nanoTime - current.nanoTime > BASE_NS) {
      current = Base.now();
      base = current;
    }
    return current.epochNanos + (nanoTime - current.nanoTime);
  }
}
