package examples.pillion.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JdkTest {

  @Test
  void readsTheVersionOfTheJdkThatRunsThis() throws IOException {
    Jdk current = Jdk.current();

    assertThat(Jdk.at(current.home())).isEqualTo(current);
    assertThat(current.java()).isExecutable();
  }

  @Test
  void callsAnEmptyDirectoryNoJdk(@TempDir Path empty) throws IOException {
    assertThat(Jdk.at(empty).feature()).isZero();
  }
}
