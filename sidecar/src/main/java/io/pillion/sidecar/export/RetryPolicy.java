package io.pillion.sidecar.export;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before sending again: doubling, with jitter of one half, so that many sidecars
 * do not come back at the same moment.
 */
public record RetryPolicy(Duration initialBackoff, Duration maxBackoff) {
  /** The longest time a back end can make us wait. What waits is in a queue with a bound. */
  static final Duration MAX_ASKED = Duration.ofMinutes(5);

  private static final int MAX_DOUBLINGS = 30;

  /** Whether a back end that answers so may accept the same request later. */
  static boolean mayPass(int status) {
    return status == 429 || status == 502 || status == 503 || status == 504;
  }

  /**
   * The wait before the next attempt.
   *
   * @param failures attempts so far, all failed; at least 1
   * @param asked what the back end asked for; zero if nothing. Less than the initial back-off is no
   *     more than nothing: asked for each time it would make a flood
   */
  Duration delay(int failures, Duration asked, RandomGenerator random) {
    if (asked.compareTo(initialBackoff) >= 0) {
      Duration capped = asked.compareTo(MAX_ASKED) > 0 ? MAX_ASKED : asked;
      return capped.plusNanos(random.nextLong(initialBackoff.toNanos() / 2 + 1));
    }
    int doublings = Math.min(failures - 1, MAX_DOUBLINGS);
    double uncapped = (double) initialBackoff.toNanos() * (1L << doublings);
    long longest = (long) Math.min(uncapped, (double) maxBackoff.toNanos());
    return Duration.ofNanos(longest - random.nextLong(longest / 2 + 1));
  }
}
