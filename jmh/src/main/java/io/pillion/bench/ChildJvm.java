package io.pillion.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM of ours in a process of its own, with the flags of the sidecar's image. */
final class ChildJvm implements AutoCloseable {
  /** What the sidecar's image gives its JVM; a rival gets the same. */
  static final List<String> FLAGS =
      List.of(
          "-Xmx32m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:MaxDirectMemorySize=16m",
          "-XX:-UsePerfData");

  private static final long STOP_SECONDS = 10;

  private final Process process;
  private final Path log;

  private ChildJvm(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /** Starts {@code java FLAGS arguments...}, its output in {@code log}. */
  static ChildJvm start(Path log, Map<String, String> environment, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(FLAGS);
    command.addAll(arguments);
    return start(log, environment, List.of(), command);
  }

  /**
   * Starts {@code prefix java arguments...} without flags of ours.
   *
   * @param prefix such as what binds a process to a processor
   */
  static ChildJvm start(
      Path log, Map<String, String> environment, List<String> prefix, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .redirectInput(new File("/dev/null"));
    builder.environment().keySet().removeIf(name -> name.matches("(PILLION|OTEL|JAVA|JDK)_.*"));
    builder.environment().putAll(environment);
    return new ChildJvm(builder.start(), log);
  }

  long pid() {
    return process.pid();
  }

  boolean alive() {
    return process.isAlive();
  }

  /** All it has printed so far. */
  String output() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return "";
    }
  }

  /** Processor time since its start. */
  Duration cpu() {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
