package io.pillion.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** That what is measured works; how fast it is, no test says. */
@Timeout(60)
final class HandoffBenchmarkTest {
  private static final int OFFERED = 512;

  @ParameterizedTest
  @EnumSource
  void everySpanOfferedInABurstIsDelivered(Contender contender) {
    try (SpanSink sink = contender.open()) {
      for (int i = 0; i < OFFERED; i++) {
        sink.offer(i);
      }

      assertThat(sink.delivered(OFFERED)).isEqualTo(OFFERED);
    }
  }
}
