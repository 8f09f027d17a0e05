package io.pillion.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The sidecar itself judges the configuration and policy that the manifest gives it. */
@Timeout(60)
final class ConfigMapIT {

  private static final Path SIDECAR =
      Path.of(System.getProperty("basedir", ""), "../sidecar/target/pillion-sidecar.jar")
          .toAbsolutePath()
          .normalize();

  @TempDir Path directory;

  private Path config;

  @BeforeEach
  void mountConfigMap() throws IOException {
    Manifest manifest = Manifest.rendered();
    Files.writeString(directory.resolve("policy.yaml"), manifest.configFile("policy.yaml"));
    config = directory.resolve("pillion.yaml");
    Files.writeString(
        config,
        manifest
            .configFile("pillion.yaml")
            .replace("/run/pillion", directory.toString())
            .replace("/etc/pillion", directory.toString()));
  }

  @Test
  void theSidecarAcceptsTheManifestsConfiguration() throws Exception {
    assertThat(validate()).isZero();
  }

  @Test
  void theSidecarWouldRefuseAKeyItDoesNotKnow() throws Exception {
    Files.writeString(config, Files.readString(config).replace("admin:", "admni:"));

    assertThat(validate()).isEqualTo(64);
  }

  private int validate() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-jar",
                SIDECAR.toString(),
                "validate",
                "--config",
                config.toString())
            .inheritIO()
            .start();
    try {
      assertThat(process.waitFor(40, TimeUnit.SECONDS)).isTrue();
      return process.exitValue();
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
