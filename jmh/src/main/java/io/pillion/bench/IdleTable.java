package io.pillion.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * What processor time an idle pair takes: the sidecar beside an empty JVM with the same flags, an
 * application with the agent beside the same without it, all four at the same time.
 */
final class IdleTable {
  /** What runs once a second is compiled after a few hundred times. */
  private static final Duration SETTLE = Duration.ofMinutes(10);

  private static final Duration LENGTH = Duration.ofMinutes(1);
  private static final Duration FEW_SECONDS = Duration.ofSeconds(10);

  private IdleTable() {}

  static void measure(boolean quick, PrintStream out) {
    Duration settle = quick ? FEW_SECONDS : SETTLE;
    Duration length = quick ? FEW_SECONDS : LENGTH;
    out.println(
        "measuring: idle, "
            + settle.toSeconds()
            + " s to settle, then "
            + length.toSeconds()
            + " s");
    try (LiveSidecar sidecar = LiveSidecar.start();
        BenchDirectory directory = BenchDirectory.make();
        ChildJvm emptyJvm =
            ChildJvm.start(directory.path().resolve("empty.log"), Map.of(), app(List.of(), ""));
        ChildJvm with = application(directory.path(), sidecar, true);
        ChildJvm without = application(directory.path(), sidecar, false)) {
      Map<String, Long> pids = new LinkedHashMap<>();
      pids.put("sidecar", sidecar.pid());
      pids.put("empty JVM, its flags", emptyJvm.pid());
      pids.put("app with agent", with.pid());
      pids.put("app without", without.pid());
      pause(settle);
      Map<String, ThreadCpu> before = cpu(pids);
      long began = System.nanoTime();
      pause(length);
      Map<String, ThreadCpu> after = cpu(pids);
      print(out, before, after, (System.nanoTime() - began) / 1e9);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ChildJvm application(Path directory, LiveSidecar sidecar, boolean agent)
      throws IOException {
    List<String> flags = new ArrayList<>();
    if (agent) {
      flags.add("-javaagent:" + Jars.agent());
    }
    return ChildJvm.start(
        directory.resolve(agent ? "with.log" : "without.log"),
        Map.of("PILLION_IPC_DIR", sidecar.ipc().toString()),
        List.of(),
        app(flags, "http"));
  }

  private static List<String> app(List<String> flags, String argument) {
    List<String> arguments = new ArrayList<>(flags);
    arguments.addAll(
        List.of("-cp", System.getProperty("java.class.path"), IdleApp.class.getName()));
    if (!argument.isEmpty()) {
      arguments.add(argument);
    }
    return arguments;
  }

  private static void pause(Duration length) {
    long until = System.nanoTime() + length.toNanos();
    for (long left = length.toNanos(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static Map<String, ThreadCpu> cpu(Map<String, Long> pids) {
    Map<String, ThreadCpu> cpu = new LinkedHashMap<>();
    pids.forEach((name, pid) -> cpu.put(name, ThreadCpu.of(pid)));
    return cpu;
  }

  private static void print(
      PrintStream out, Map<String, ThreadCpu> before, Map<String, ThreadCpu> after, double s) {
    List<Double> percents = new ArrayList<>();
    after.forEach(
        (name, cpu) -> {
          ThreadCpu used = cpu.minus(before.getOrDefault(name, ThreadCpu.NONE));
          percents.add(100 * used.total() / s);
          out.printf(
              Locale.ROOT,
              "%-21s %.3f %% of a core; %s%n",
              name,
              percents.get(percents.size() - 1),
              String.join(", ", used.percents(s)));
        });
    out.printf(
        Locale.ROOT,
        "added: sidecar=%.3f, agent=%.3f, together=%.3f %% of a core%n",
        percents.get(0) - percents.get(1),
        percents.get(2) - percents.get(3),
        percents.get(0) - percents.get(1) + percents.get(2) - percents.get(3));
  }
}
