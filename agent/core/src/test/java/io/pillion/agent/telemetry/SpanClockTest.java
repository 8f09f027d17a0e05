package io.pillion.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class SpanClockTest {
  private final SpanClock clock = new SpanClock();

  private static long epochNanos() {
    Instant now = Instant.now();
    return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
  }

  @Test
  void agreesWithTheSystemClock() {
    long before = epochNanos();
    long told = clock.epochNanos(System.nanoTime());
    long after = epochNanos();
    assertThat(told).isBetween(before - 5_000_000, after + 5_000_000);
  }

  @Test
  void differencesAreThoseOfNanoTime() {
    long now = System.nanoTime();
    long told = clock.epochNanos(now);
    assertThat(clock.epochNanos(now + 123)).isEqualTo(told + 123);
    assertThat(clock.epochNanos(now - TimeUnit.HOURS.toNanos(1)))
        .isEqualTo(told - TimeUnit.HOURS.toNanos(1));
  }

  @Test
  void newBaseIsTakenWithoutAJump() {
    long now = System.nanoTime();
    long told = clock.epochNanos(now);
    long later = now + TimeUnit.SECONDS.toNanos(11);
    assertThat(clock.epochNanos(later))
        .isCloseTo(told + TimeUnit.SECONDS.toNanos(11), within(50_000_000L));
  }
}
