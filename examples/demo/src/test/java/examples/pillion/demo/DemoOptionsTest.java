package examples.pillion.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class DemoOptionsTest {

  @Test
  void hasDefaults() {
    DemoOptions options = DemoOptions.parse();

    assertThat(options.keep()).isFalse();
    assertThat(options.perSecond()).isEqualTo(200);
    assertThat(options.root()).isEqualTo(Path.of("").toAbsolutePath());
  }

  @Test
  void readsEveryOption() {
    DemoOptions options = DemoOptions.parse("--keep", "--rate", "50", "--root", "/x/.");

    assertThat(options).isEqualTo(new DemoOptions(Path.of("/x"), true, false, 50));
    assertThat(DemoOptions.parse("--help").help()).isTrue();
  }

  @Test
  void namesWhatItDoesNotUnderstand() {
    assertThatThrownBy(() -> DemoOptions.parse("--kep")).hasMessage("unknown option: --kep");
    assertThatThrownBy(() -> DemoOptions.parse("--rate"))
        .hasMessage("value missing: option=--rate");
    assertThatThrownBy(() -> DemoOptions.parse("--rate", "0"))
        .hasMessage("bad rate: --rate=0; give 1 to 2000 requests per second");
  }
}
