package io.pillion.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A short soak, at more segments a second than a long one. */
@Timeout(120)
final class SoakIT {
  private static final int SEGMENTS_A_SECOND = 4;

  @Test
  void nothingGrowsWhileSegmentsComeAndGo() {
    Soak.Outcome outcome =
        new Soak(
                Duration.ofSeconds(25),
                SEGMENTS_A_SECOND * Soak.SEGMENT_A_SECOND,
                Duration.ofMillis(500))
            .run();

    assertThat(outcome.segments()).isGreaterThan(25);
    assertThat(outcome.growth()).isEmpty();
  }

  @Test
  void whatOnlyGoesUpIsFound() {
    List<Footprint> leaking = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      leaking.add(new Footprint(1 << 20, 0, 0, 0, 0, 10 + i, 200, 5, 12, 0));
    }

    assertThat(new Soak.Outcome(leaking, 30, 0).growth())
        .containsExactly("descriptors: most before=29, least after=30");
  }
}
