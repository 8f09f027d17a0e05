package io.pillion.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamplerTest {
  private static final TraceContext SAMPLED = new TraceContext(1, 2, 3, 1, null, null);
  private static final TraceContext NOT_SAMPLED = new TraceContext(1, 2, 3, 2, null, null);

  @ParameterizedTest
  @CsvSource({
    // name, ratio, root, under a sampled parent, under one not sampled
    "always_on, 0, true, true, true",
    "always_off, 1, false, false, false",
    "traceidratio, 1, true, true, true",
    "traceidratio, 0, false, false, false",
    "parentbased_always_on, 0, true, true, false",
    "parentbased_always_off, 1, false, true, false",
    "parentbased_traceidratio, 1, true, true, false",
    "parentbased_traceidratio, 0, false, true, false",
    "no_such_sampler, 0, true, true, false",
    "my_always_off, 0, true, true, false",
  })
  void samplesAsItsNameSays(
      String name, double ratio, boolean root, boolean underSampled, boolean underNotSampled) {
    Sampler sampler = Sampler.of(name, ratio);
    for (long low : new long[] {1, -1, 42, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThat(sampler.sample(null, low)).isEqualTo(root);
      assertThat(sampler.sample(SAMPLED, low)).isEqualTo(underSampled);
      assertThat(sampler.sample(NOT_SAMPLED, low)).isEqualTo(underNotSampled);
    }
  }

  @Test
  void ratioChoosesTheTracesThatOpenTelemetryChooses() {
    Sampler half = Sampler.of("traceidratio", 0.5);
    long bound = Long.MAX_VALUE / 2;
    assertThat(half.sample(null, bound)).isTrue();
    assertThat(half.sample(null, bound + 1)).isFalse();
    assertThat(half.sample(null, -bound)).isTrue();
    assertThat(half.sample(null, -bound - 2)).isFalse();
    assertThat(half.sample(null, Long.MIN_VALUE + 1)).isFalse();
  }

  @Test
  void ratioIsMet() {
    Sampler sampler = Sampler.of("parentbased_traceidratio", 0.1);
    Random random = new Random(4);
    int sampled = 0;
    for (int i = 0; i < 100_000; i++) {
      sampled += sampler.sample(null, random.nextLong()) ? 1 : 0;
    }
    assertThat(sampled).isBetween(9_500, 10_500);
  }

  @Test
  void ratioThatIsNoNumberSamplesAll() {
    assertThat(Sampler.of("traceidratio", Double.NaN).sample(null, Long.MAX_VALUE)).isTrue();
  }
}
