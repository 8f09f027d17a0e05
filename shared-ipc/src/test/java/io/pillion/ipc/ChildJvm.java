package io.pillion.ipc;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another JVM with this one's class path, which ends with the test at the latest. */
final class ChildJvm implements AutoCloseable {
  private final Process process;
  private final BufferedReader out;

  ChildJvm(Class<?> main, String... arguments) throws IOException {
    this(List.of(), main, arguments);
  }

  /** {@code prefix} stands before the command, such as one that changes the user. */
  ChildJvm(List<String> prefix, Class<?> main, String... arguments) throws IOException {
    this(prefix, List.of("-XX:TieredStopAtLevel=1"), main, arguments);
  }

  /** With JVM options other than those for a short life. */
  ChildJvm(List<String> prefix, List<String> options, Class<?> main, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (option.startsWith("--add-opens")) {
        command.add(option);
      }
    }
    command.addAll(options);
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    process = new ProcessBuilder(command).redirectErrorStream(true).start();
    out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /** Reads until the line; fails if the process ends first. */
  void awaitLine(String line) throws IOException {
    StringBuilder seen = new StringBuilder();
    for (String read = out.readLine(); read != null; read = out.readLine()) {
      if (read.equals(line)) {
        return;
      }
      seen.append(read).append('\n');
    }
    throw new AssertionError("process ended without \"" + line + "\":\n" + seen);
  }

  String allOutput() throws IOException, InterruptedException {
    StringBuilder all = new StringBuilder();
    for (String read = out.readLine(); read != null; read = out.readLine()) {
      all.append(read).append('\n');
    }
    process.waitFor();
    return all.toString();
  }

  /** Of a process that has ended. */
  int exitCode() {
    return process.exitValue();
  }

  /** As kill -9 does. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
