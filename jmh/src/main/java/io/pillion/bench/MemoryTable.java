package io.pillion.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What our end of the wire takes of an application's memory, at the agent's defaults. */
final class MemoryTable {
  private static final Duration LIMIT = Duration.ofMinutes(2);

  /** Serial: its heap is what is alive after a collection, and nothing beside. */
  private static final List<String> FLAGS = List.of("-Xmx128m", "-XX:+UseSerialGC");

  private MemoryTable() {}

  static void measure(PrintStream out) {
    out.println("measuring: memory in the application");
    List<Footprint> link = run("link", List.of());
    Footprint worked = link.get(1).minus(link.get(0));
    Footprint full = link.get(2).minus(link.get(1));
    row(out, "link alone", worked);
    row(out, "its ring full", full);
    out.printf(
        Locale.ROOT,
        "link and a full ring: heap + direct + files = %.2f MiB%n",
        Footprint.mib(worked.oursBytes() + full.heapBytes()));
    Footprint without = run("http", List.of()).get(0);
    Footprint with = run("http", List.of("-javaagent:" + Jars.agent())).get(0);
    row(out, "app, no agent", without);
    row(out, "app, agent", with);
    Footprint added = with.minus(without);
    row(out, "agent adds", added);
    out.printf(
        Locale.ROOT,
        "agent in an application: heap + direct + files = %.2f MiB%n",
        Footprint.mib(added.oursBytes()));
  }

  private static void row(PrintStream out, String what, Footprint footprint) {
    out.printf(Locale.ROOT, "%-14s %s%n", what, footprint);
  }

  private static List<Footprint> run(String app, List<String> flags) {
    try (BenchDirectory directory = BenchDirectory.make()) {
      Path ipc = directory.path().resolve("ipc");
      List<String> arguments = new ArrayList<>(JmhRuns.OPENED);
      arguments.addAll(FLAGS);
      arguments.addAll(flags);
      arguments.addAll(
          List.of(
              "-cp",
              System.getProperty("java.class.path"),
              MemoryApp.class.getName(),
              app,
              ipc.toString()));
      try (ChildJvm child =
          ChildJvm.start(
              directory.path().resolve("app.log"),
              Map.of("PILLION_IPC_DIR", ipc.toString()),
              List.of(),
              arguments)) {
        if (!Await.until(LIMIT, () -> !child.alive())) {
          throw new IllegalStateException("application did not end: " + child.output());
        }
        List<Footprint> printed = Footprint.printedIn(child.output());
        if (printed.size() != (app.equals("link") ? 3 : 1)) {
          throw new IllegalStateException("application failed: " + child.output());
        }
        return printed;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
