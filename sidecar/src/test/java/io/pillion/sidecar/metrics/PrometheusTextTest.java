package io.pillion.sidecar.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class PrometheusTextTest {

  @Test
  void helpMayHoldAnything() {
    PrometheusText text = new PrometheusText(false);
    text.gauge("disk", "of C:\\Data\nand \"more\"").sample(1);

    assertThat(new String(text.bytes(), StandardCharsets.UTF_8))
        .isEqualTo("# HELP disk of C:\\\\Data\\nand \"more\"\n# TYPE disk gauge\ndisk 1\n");
  }
}
