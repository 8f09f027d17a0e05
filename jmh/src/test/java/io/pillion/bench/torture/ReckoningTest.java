package io.pillion.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ReckoningTest {
  @Test
  void missingWithoutAnyCountIsUnaccounted() {
    assertThat(new Reckoning(3, 0, 0).unaccounted()).isEqualTo(3);
  }

  @Test
  void whatIsCountedAsLostExplainsWhatIsMissing() {
    assertThat(new Reckoning(3, 3, 0).unaccounted()).isZero();
    assertThat(new Reckoning(3, 1, 1).unaccounted()).isEqualTo(1);
  }

  @Test
  void moreCountedThanMissingIsNoCredit() {
    assertThat(new Reckoning(0, 5, 0).unaccounted()).isZero();
  }

  @Test
  void aCountThatFellExplainsNothing() {
    assertThat(new Reckoning(2, -5, 0).unaccounted()).isEqualTo(2);
  }
}
