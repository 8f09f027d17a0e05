package io.pillion.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.sidecar.testing.Await;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The jar that users run, as a process. */
@Timeout(120)
final class SidecarJarIT {
  private static final Path JAR = Path.of(System.getProperty("pillion.sidecar.jar"));

  private static final Map<String, String> ANY_PORTS =
      Map.of(
          "PILLION_ADMIN_ADDRESS", "127.0.0.1:0",
          "PILLION_HEALTH_ADDRESS", "127.0.0.1:0",
          "PILLION_METRICS_ADDRESS", "127.0.0.1:0");

  @TempDir Path directory;

  private record Ended(int exitCode, String out, String err) {}

  @Test
  void printsItsVersion() throws Exception {
    Ended ended = run(Map.of(), "version");

    assertThat(ended.exitCode()).isZero();
    assertThat(ended.out()).startsWith("pillion-sidecar ").doesNotContain("unknown");
    assertThat(ended.err()).isEmpty();
    assertThat(run(Map.of(), "--version").out()).startsWith("pillion-sidecar ");
  }

  @Test
  void printsHelpForEveryCommand() throws Exception {
    assertThat(run(Map.of(), "--help").out()).contains("run", "validate", "version", "64");
    for (String command : List.of("run", "validate", "schema", "inspect", "status", "version")) {
      Ended ended = run(Map.of(), command, "--help");
      assertThat(ended.exitCode()).as(command).isZero();
      assertThat(ended.out()).as(command).contains("Usage: pillion-sidecar " + command);
    }
  }

  @Test
  void endsWith64OnWrongUsage() throws Exception {
    for (String[] arguments :
        new String[][] {{}, {"xyzzy"}, {"run", "--bogus"}, {"validate"}, {"run", "--config"}}) {
      Ended ended = run(Map.of(), arguments);
      assertThat(ended.exitCode()).as(String.join(" ", arguments)).isEqualTo(64);
      assertThat(ended.err()).as(String.join(" ", arguments)).contains("Usage:");
    }
  }

  @Test
  void validatesAFileWithoutStarting() throws Exception {
    Path good = write("good.yaml", "export: {otlp: {endpoint: 'http://collector:4318'}}\n");
    assertThat(run(Map.of(), "validate", "--config", good.toString()))
        .isEqualTo(new Ended(0, good + ": valid\n", ""));

    Path bad = write("bad.yaml", "export:\n  otlp:\n    timout: 3s\n    batch-size: many\n");
    for (String command : List.of("validate", "run")) {
      Ended ended = run(Map.of(), command, "--config", bad.toString());
      assertThat(ended.exitCode()).isEqualTo(64);
      assertThat(ended.out()).isEmpty();
      assertThat(ended.err().lines())
          .containsExactly(
              "error: "
                  + bad
                  + ":3:5: unknown key: export.otlp.timout; did you mean export.otlp.timeout?",
              "error: " + bad + ":4:5: export.otlp.batch-size: not a whole number: many",
              "2 problems");
    }
  }

  @Test
  void inspectsADirectoryWithoutMakingOrChangingIt() throws Exception {
    Path shared = directory.resolve("shared");
    Ended missing = run(Map.of(), "inspect", shared.toString());
    assertThat(missing.exitCode()).isEqualTo(64);
    assertThat(missing.err()).contains("not a shared directory of Pillion");
    assertThat(shared).doesNotExist();

    Path folder = Files.createDirectories(shared.resolve("v1"));
    Ended empty = run(Map.of("PILLION_IPC_DIR", shared.toString()), "inspect");
    assertThat(empty.exitCode()).isZero();
    assertThat(empty.err()).isEmpty();
    assertThat(empty.out()).contains("directory " + folder, "sidecar    none", "sessions   0");

    Path session = Files.createDirectory(folder.resolve("s-" + "a".repeat(32)));
    Files.write(session.resolve("session.hdr"), new byte[100]);
    Ended damaged = run(Map.of(), "inspect", shared.toString());
    assertThat(damaged.exitCode()).isEqualTo(1);
    assertThat(damaged.out())
        .contains("session " + "a".repeat(32) + " dead")
        .contains("ERROR      file has the wrong size");
    Ended json = run(Map.of(), "inspect", "--json", shared.toString());
    assertThat(json.exitCode()).isEqualTo(1);
    assertThat(json.out()).startsWith("{").contains("\"sound\":false", "file has the wrong size");
    assertThat(session).isDirectoryContaining("glob:**/session.hdr");
    try (Stream<Path> files = Files.list(session)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void endsWith64WhenPortsAreTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        ServerSocket takenToo = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Ended ended =
          run(
              Map.of(
                  "PILLION_ADMIN_ADDRESS", "127.0.0.1:" + taken.getLocalPort(),
                  "PILLION_HEALTH_ADDRESS", "127.0.0.1:" + takenToo.getLocalPort(),
                  "PILLION_METRICS_ADDRESS", "127.0.0.1:0"),
              "run");

      assertThat(ended.exitCode()).isEqualTo(64);
      assertThat(ended.err())
          .contains("address already in use: admin.address=127.0.0.1:" + taken.getLocalPort())
          .contains("address already in use: health.address=127.0.0.1:" + takenToo.getLocalPort())
          .contains("2 problems");
    }
  }

  @Test
  void stopsOnSigtermWithinASmallHeap() throws Exception {
    Path err = directory.resolve("err.txt");
    Process process = start(withOwnDirectory(), err, List.of("-Xmx32m", "-XX:+UseSerialGC"), "run");
    try {
      Await.until("readiness", () -> read(err).contains("event=ready"));
      process.destroy();

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(read(err)).contains("event=stopping", "event=stopped drained=true");
      assertThat(read(err).lines()).allMatch(line -> line.startsWith("time="));
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void endsAtOnceOnASecondSigterm() throws Exception {
    Path err = directory.resolve("err.txt");
    Process process = launch(ANY_PORTS, err, List.of("-Xmx32m"), stuckSidecar("run"));
    try {
      Await.until("readiness", () -> read(err).contains("event=ready"));
      process.destroy();
      process.destroy(); // so soon after the first it is the same wish
      Await.until("the stop", () -> read(err).contains("event=stopping"));
      assertThat(process.waitFor(300, TimeUnit.MILLISECONDS)).isFalse();
      Await.until(
          "the end",
          () -> {
            process.destroy();
            return !process.isAlive();
          });
      assertThat(process.exitValue()).isEqualTo(143);
      assertThat(read(err)).doesNotContain("event=stopped");
    } finally {
      process.destroyForcibly();
    }
  }

  @Test
  void jarHasItsManifestAndNoSignature() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertThat(manifest.getValue("Main-Class")).isEqualTo("io.pillion.sidecar.SidecarMain");
      assertThat(manifest.getValue("Add-Opens"))
          .isEqualTo("java.base/sun.nio.ch java.base/java.lang.reflect java.base/jdk.internal.ref");
      assertThat(manifest.getValue("Enable-Native-Access")).isEqualTo("ALL-UNNAMED");
      assertThat(manifest.getValue("Implementation-Version")).isNotBlank();
      assertThat(jar.stream())
          .noneMatch(entry -> entry.getName().matches("META-INF/.*\\.(SF|RSA|DSA)"))
          .noneMatch(entry -> entry.getName().equals("module-info.class"));
    }
  }

  private Path write(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private Ended run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    Path err = directory.resolve("stderr.txt");
    Process process = start(environment, err, List.of("-Xmx32m"), arguments);
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), out, read(err));
  }

  private Map<String, String> withOwnDirectory() {
    Map<String, String> environment = new HashMap<>(ANY_PORTS);
    environment.put("PILLION_IPC_DIR", directory.resolve("ipc").toString());
    return environment;
  }

  private static Process start(
      Map<String, String> environment, Path err, List<String> options, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(List.of("-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    return launch(environment, err, options, command);
  }

  private static List<String> stuckSidecar(String... arguments) {
    String tests = Path.of("target", "test-classes").toString();
    List<String> command = new ArrayList<>();
    command.addAll(List.of("-cp", tests + File.pathSeparator + JAR, StuckSidecar.class.getName()));
    command.addAll(List.of(arguments));
    return command;
  }

  private static Process launch(
      Map<String, String> environment, Path err, List<String> options, List<String> program)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(program);
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(err.toFile());
    builder.environment().keySet().removeIf(name -> name.matches("(PILLION|OTEL|JAVA)_.*"));
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
