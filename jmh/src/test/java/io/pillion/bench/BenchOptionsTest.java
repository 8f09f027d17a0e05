package io.pillion.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

final class BenchOptionsTest {
  @Test
  void measuresEverythingUnlessToldOtherwise() throws Exception {
    assertThat(BenchOptions.parse(List.of())).isEqualTo(new BenchOptions(true, true, false));
    assertThat(BenchOptions.parse(List.of("all"))).isEqualTo(new BenchOptions(true, true, false));
    assertThat(BenchOptions.parse(List.of("--quick", "policy")))
        .isEqualTo(new BenchOptions(false, true, true));
    assertThat(BenchOptions.parse(List.of("handoff")))
        .isEqualTo(new BenchOptions(true, false, false));
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> BenchOptions.parse(List.of("--fast")))
        .hasMessage("unknown argument: --fast");
    assertThatThrownBy(() -> BenchOptions.parse(List.of("policy", "handoff")))
        .hasMessage("more than one benchmark named: policy, handoff");
  }
}
