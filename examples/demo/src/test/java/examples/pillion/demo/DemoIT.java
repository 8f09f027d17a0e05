package examples.pillion.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The demo as a newcomer runs it. */
@Timeout(120)
final class DemoIT {

  private static final Duration LIMIT = Duration.ofSeconds(100);

  @TempDir Path directory;

  @ParameterizedTest
  @MethodSource("examples.pillion.demo.Jdks#all")
  void tellsItsStoryAndEndsWell(Jdk jdk) throws IOException {
    Path jar = Pods.ROOT.resolve("examples/demo/target/pillion-demo.jar");
    try (JavaProcess demo =
        JavaProcess.launch("demo", jdk, directory).start(jar, "--root", Pods.ROOT.toString())) {
      assertThat(demo.awaitEnd(LIMIT)).as(demo::stdout).isTrue();

      assertThat(demo.exitCode()).as(demo.stdout() + demo.stderr()).isZero();
      assertThat(demo.stdout())
          .contains("GET /checkout?sku=tea -> 200", "inventory SERVER")
          .contains("GET /admin/report -> 403")
          .contains("GET /fail -> 403")
          .contains("SIGKILL to the sidecar")
          .contains("shop restarted without a sidecar")
          .containsPattern("requests failed +0\\R")
          .containsPattern("decisions by snapshot +[1-9]")
          .containsPattern("spans delivered twice +[1-9]")
          .contains("latency before", "latency during", "latency after")
          .contains("all held");
    }
  }
}
