package io.pillion.sidecar.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class NapsTest {
  private static final int WANTED = 128;

  private final Naps naps = new Naps(WANTED);
  private long nowNs = System.nanoTime();

  @Test
  void napsGetLongerWhileLittleComesUpToTheLongest() {
    assertThat(after(50, 0)).isEqualTo(2 * Naps.SHORTEST_MILLIS);
    assertThat(after(100, 1)).isEqualTo(4 * Naps.SHORTEST_MILLIS);
    for (int i = 0; i < 10; i++) {
      assertThat(after(1000, 0)).isLessThanOrEqualTo(Naps.LONGEST_MILLIS);
    }
    assertThat(after(1000, 0)).isEqualTo(Naps.LONGEST_MILLIS);
  }

  @Test
  void theyLastAsLongAsThePartOfABatchTakesToCome() {
    after(1000, 0);
    after(1000, 0);
    after(1000, 0);
    assertThat(after(400, 160)).isEqualTo(320);
    assertThat(after(320, 128)).isEqualTo(320);
    assertThat(after(320, 50_000)).isEqualTo(Naps.SHORTEST_MILLIS);
  }

  @Test
  void aNapThatWasCutShortIsNotTakenForAQuietOne() {
    after(320, 128);
    after(320, 128);
    assertThat(after(320, 128)).isEqualTo(320);
    assertThat(after(20, 8)).isEqualTo(320);
  }

  private long after(long millis, int records) {
    for (int i = 0; i < records; i++) {
      naps.read();
    }
    nowNs += TimeUnit.MILLISECONDS.toNanos(millis);
    return naps.nextMillis(nowNs);
  }
}
