package io.pillion.sidecar.export;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RetryPolicyTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-08-01T10:00:00Z"), ZoneOffset.UTC);

  private final RetryPolicy policy =
      new RetryPolicy(Duration.ofMillis(500), Duration.ofSeconds(30));
  private final Random random = new Random(1);

  @Test
  void doublesWithJitterUpToTheLongestWait() {
    for (int failures = 1; failures <= 200; failures++) {
      Duration longest =
          failures > 6 ? Duration.ofSeconds(30) : Duration.ofMillis(500L << (failures - 1));
      Duration delay = policy.delay(failures, Duration.ZERO, random);
      assertThat(delay).isBetween(longest.dividedBy(2), longest);
    }
  }

  @Test
  void waitsAtLeastAsLongAsAskedButNotForEver() {
    assertThat(policy.delay(1, Duration.ofSeconds(40), random))
        .isBetween(Duration.ofSeconds(40), Duration.ofMillis(40_250));
    assertThat(policy.delay(1, Duration.ofDays(9), random))
        .isBetween(RetryPolicy.MAX_ASKED, RetryPolicy.MAX_ASKED.plusMillis(250));
  }

  @Test
  void aBackEndThatAsksForLessThanTheFirstWaitGetsThoseThatDouble() {
    assertThat(policy.delay(6, Duration.ofMillis(1), random))
        .isBetween(Duration.ofSeconds(8), Duration.ofSeconds(16));
  }

  @Test
  void readsRetryAfterAsSecondsOrDate() {
    assertThat(RetryAfter.parse("7", CLOCK)).isEqualTo(Duration.ofSeconds(7));
    assertThat(RetryAfter.parse("Sat, 1 Aug 2026 10:00:30 GMT", CLOCK))
        .isEqualTo(Duration.ofSeconds(30));
    assertThat(RetryAfter.parse("Sat, 1 Aug 2026 09:00:00 GMT", CLOCK)).isEqualTo(Duration.ZERO);
    assertThat(RetryAfter.parse("soon", CLOCK)).isEqualTo(Duration.ZERO);
    assertThat(RetryAfter.parse("-1", CLOCK)).isEqualTo(Duration.ZERO);
    assertThat(RetryAfter.parse(null, CLOCK)).isEqualTo(Duration.ZERO);
  }
}
