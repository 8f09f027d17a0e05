package io.pillion.agent.logs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final long SECOND = 1_000_000_000;

  private static int taken(RateLimit limit, long nowNs) {
    int taken = 0;
    while (limit.take(nowNs)) {
      taken++;
    }
    return taken;
  }

  @Test
  void aQuietSecondAllowsAsManyAtOnceAndThenTheRateHolds() {
    long start = Long.MAX_VALUE - SECOND / 2;
    RateLimit limit = new RateLimit(10, start);
    assertThat(taken(limit, start)).isEqualTo(10);
    assertThat(taken(limit, start + SECOND / 2)).isEqualTo(5);
    assertThat(taken(limit, start + 100 * SECOND)).isEqualTo(10);
  }
}
