package io.pillion.bench;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What agents add to the time until main runs. Each contender is started in turn, again and again,
 * so that what the machine does meanwhile falls on all alike.
 */
final class StartTable {
  private static final int ROUNDS = 25;
  private static final int FEW_ROUNDS = 5;
  private static final String MAIN = "main: ";
  private static final String LINGER_SECONDS = "4";

  private final Path java;
  private final Path directory;
  private final int rounds;
  private final Map<String, List<String>> contenders = new LinkedHashMap<>();

  private StartTable(Path home, Path directory, int rounds) throws IOException {
    this.java = home.resolve("bin").resolve("java");
    this.directory = directory;
    this.rounds = rounds;
    Path jar = directory.resolve("start.jar");
    AgentJar.make(jar, StartAgent.class, StartMain.class);
    String ipc = directory.resolve("ipc").toString();
    List<String> wire = new ArrayList<>(JmhRuns.OPENED);
    wire.addAll(List.of("-javaagent:" + jar + "=" + ipc, "-cp", classPath(jar)));
    contenders.put("no agent", List.of("-cp", jar.toString()));
    contenders.put(
        "empty agent",
        List.of("-javaagent:" + jar + "=" + StartAgent.EMPTY, "-cp", jar.toString()));
    contenders.put("wire only", wire);
    contenders.put("pillion", List.of("-javaagent:" + Jars.agent(), "-cp", jar.toString()));
  }

  private static String classPath(Path jar) {
    return jar + File.pathSeparator + System.getProperty("java.class.path");
  }

  static void measure(boolean quick, PrintStream out) {
    for (Path home : homes()) {
      try (BenchDirectory directory = BenchDirectory.make()) {
        out.println("measuring: time until main, java=" + version(home));
        new StartTable(home, directory.path(), quick ? FEW_ROUNDS : ROUNDS).run(out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** This JVM's, and the one that the end-to-end tests use beside it. */
  private static List<Path> homes() {
    List<Path> homes = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"))));
    String other = System.getenv("PILLION_JDK25_HOME");
    if (other != null) {
      homes.add(Path.of(other));
    }
    return homes;
  }

  private static String version(Path home) throws IOException {
    try (Stream<String> lines = Files.lines(home.resolve("release"))) {
      return lines
          .filter(line -> line.startsWith("JAVA_VERSION="))
          .findFirst()
          .map(line -> line.substring(line.indexOf('=') + 1).replace("\"", ""))
          .orElse("unknown");
    }
  }

  private void run(PrintStream out) throws IOException {
    Map<String, List<Long>> seen = new LinkedHashMap<>();
    for (int round = -1; round < rounds; round++) {
      for (Map.Entry<String, List<String>> contender : contenders.entrySet()) {
        long millis = untilMain(contender.getValue());
        if (round >= 0) {
          seen.computeIfAbsent(contender.getKey(), key -> new ArrayList<>()).add(millis);
        }
      }
    }
    double bare = median(seen.values().iterator().next());
    out.printf(
        Locale.ROOT, "%-12s %8s %8s %8s %8s%n", "until main", "median", "min", "added", "ratio");
    seen.forEach(
        (name, millis) ->
            out.printf(
                Locale.ROOT,
                "%-12s %8.1f %8d %8.1f %8.2f%n",
                name,
                median(millis),
                millis.get(0),
                median(millis) - bare,
                median(millis) / bare));
    stages(out);
  }

  private static double median(List<Long> millis) {
    millis.sort(null);
    int half = millis.size() / 2;
    return millis.size() % 2 == 1
        ? millis.get(half)
        : (millis.get(half - 1) + millis.get(half)) / 2.0;
  }

  /** From just before the process is made, by the wall clock, which both processes share. */
  private long untilMain(List<String> flags) throws IOException {
    long began = System.currentTimeMillis();
    for (String line : output(flags)) {
      if (line.startsWith(MAIN)) {
        return Long.parseLong(line.substring(MAIN.length())) - began;
      }
    }
    throw new IllegalStateException("main did not run: flags=" + flags);
  }

  /** What the agent itself says about its start. */
  private void stages(PrintStream out) throws IOException {
    List<String> flags = new ArrayList<>(List.of("-Dpillion.log.level=debug"));
    flags.addAll(contenders.get("pillion"));
    for (String line : output(flags, LINGER_SECONDS)) {
      if (line.contains("started: ") || line.contains("session opened: ")) {
        out.println("  " + line);
      }
    }
  }

  private List<String> output(List<String> flags, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(java.toString()));
    command.addAll(flags);
    command.add(StartMain.class.getName());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.matches("(PILLION|OTEL|JAVA|JDK)_.*"));
    builder.environment().put("PILLION_IPC_DIR", directory.resolve("ipc").toString());
    Process process = builder.start();
    try (Stream<String> lines = process.inputReader().lines()) {
      return lines.toList();
    } finally {
      process.destroy();
    }
  }
}
