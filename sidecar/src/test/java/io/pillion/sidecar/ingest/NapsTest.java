package io.pillion.sidecar.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NapsTest {
  private final Naps naps = new Naps();

  @Test
  void napsGetLongerWhileLittleComesUpToTheLongest() {
    assertThat(after(0)).isEqualTo(2 * Naps.SHORTEST_MILLIS);
    assertThat(after(10)).isEqualTo(4 * Naps.SHORTEST_MILLIS);
    for (int i = 0; i < 10; i++) {
      assertThat(after(0)).isLessThanOrEqualTo(Naps.LONGEST_MILLIS);
    }
    assertThat(after(0)).isEqualTo(Naps.LONGEST_MILLIS);
  }

  @Test
  void aNapInWhichABatchCameKeepsItsLengthAndOneInWhichMoreCameIsFollowedByTheShortest() {
    assertThat(after(0)).isEqualTo(100);
    assertThat(after(300)).isEqualTo(100);
    assertThat(after(5000)).isEqualTo(Naps.SHORTEST_MILLIS);
  }

  private long after(int records) {
    for (int i = 0; i < records; i++) {
      naps.read();
    }
    return naps.nextMillis();
  }
}
