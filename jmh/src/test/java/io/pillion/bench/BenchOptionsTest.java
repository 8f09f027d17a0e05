package io.pillion.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pillion.bench.BenchOptions.Subject;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BenchOptionsTest {
  @Test
  void measuresEverythingButTheLongOnesUnlessToldOtherwise() throws Exception {
    BenchOptions all = BenchOptions.parse(List.of());
    assertThat(all.subjects())
        .isEqualTo(EnumSet.complementOf(EnumSet.of(Subject.HTTP, Subject.SOAK)));
    assertThat(BenchOptions.parse(List.of("http")).subjects()).containsExactly(Subject.HTTP);
    assertThat(all.quick()).isFalse();
    assertThat(BenchOptions.parse(List.of("all"))).isEqualTo(all);
    assertThat(BenchOptions.parse(List.of("--quick", "policy")))
        .isEqualTo(new BenchOptions(EnumSet.of(Subject.POLICY), true, 10));
    assertThat(BenchOptions.parse(List.of("soak", "--minutes", "3")))
        .isEqualTo(new BenchOptions(EnumSet.of(Subject.SOAK), false, 3));
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> BenchOptions.parse(List.of("--fast")))
        .hasMessage("unknown argument: --fast");
    assertThatThrownBy(() -> BenchOptions.parse(List.of("HANDOFF")))
        .hasMessage("unknown argument: HANDOFF");
    assertThatThrownBy(() -> BenchOptions.parse(List.of("policy", "handoff")))
        .hasMessage("more than one benchmark named: policy, handoff");
    assertThatThrownBy(() -> BenchOptions.parse(List.of("soak", "--minutes", "-1")))
        .hasMessage("not a number of minutes: -1");
    assertThatThrownBy(() -> BenchOptions.parse(List.of("soak", "--minutes")))
        .hasMessage("not a number of minutes: ");
  }
}
