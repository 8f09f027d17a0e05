package io.pillion.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Processor seconds of a process by group of threads, as Linux accounts them. */
record ThreadCpu(Map<String, Double> seconds) {
  private static final double NANOS_A_SECOND = 1e9;
  private static final double LEAST_TOLD = 0.01;

  /** All threads of a process that lives, since each began. */
  static ThreadCpu of(long pid) {
    Map<String, Double> seconds = new TreeMap<>();
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path thread : threads.toList()) {
        add(seconds, thread);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ThreadCpu(seconds);
  }

  private static void add(Map<String, Double> seconds, Path thread) throws IOException {
    try {
      String name = Files.readString(thread.resolve("comm")).strip();
      // The first number is the time on a processor; the clock ticks in "stat" are too coarse.
      String[] fields = Files.readString(thread.resolve("schedstat")).split(" ", -1);
      seconds.merge(group(name), Double.parseDouble(fields[0]) / NANOS_A_SECOND, Double::sum);
    } catch (NoSuchFileException e) {
      // It ended meanwhile.
    }
  }

  /** Linux knows the first fifteen characters of a name. */
  private static String group(String name) {
    if (name.startsWith("pillion-") || name.startsWith("bench-")) {
      return name;
    }
    if (name.startsWith("C1 ") || name.startsWith("C2 ") || name.startsWith("Sweeper")) {
      return "compiler";
    }
    return name.startsWith("G1 ") || name.startsWith("GC ") || name.equals("VM Thread")
        ? "gc"
        : "other";
  }

  ThreadCpu minus(ThreadCpu earlier) {
    Map<String, Double> difference = new TreeMap<>();
    seconds.forEach(
        (group, now) -> difference.put(group, now - earlier.seconds.getOrDefault(group, 0.0)));
    return new ThreadCpu(difference);
  }

  double total() {
    return seconds.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Such as {@code pillion-writer=12.3}, groups of no account left out. */
  List<String> list() {
    return seconds.entrySet().stream()
        .filter(entry -> entry.getValue() >= LEAST_TOLD)
        .map(entry -> String.format(Locale.ROOT, "%s=%.2f", entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Such as {@code pillion-writer=0.052}, in hundredths of a core over so many seconds. */
  List<String> percents(double length) {
    return seconds.entrySet().stream()
        .map(entry -> Map.entry(entry.getKey(), 100 * entry.getValue() / length))
        .filter(entry -> entry.getValue() >= 0.0005)
        .map(entry -> String.format(Locale.ROOT, "%s=%.3f", entry.getKey(), entry.getValue()))
        .toList();
  }
}
