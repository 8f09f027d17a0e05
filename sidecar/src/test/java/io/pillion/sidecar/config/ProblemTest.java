package io.pillion.sidecar.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProblemTest {
  @Test
  void namesItsPlaceAsCompilersDo() {
    assertThat(new Problem("a.yaml", 3, 7, "bad").toString()).isEqualTo("a.yaml:3:7: bad");
    assertThat(new Problem("a.yaml", 0, 0, "bad").toString()).isEqualTo("a.yaml: bad");
  }
}
