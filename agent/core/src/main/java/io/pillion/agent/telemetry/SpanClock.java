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

  private volatile Base base = Base.now();

  private record Base(long epochNanos, long nanoTime) {
    static Base now() {
      Instant now = Instant.now();
      return new Base(
          TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano(), System.nanoTime());
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
