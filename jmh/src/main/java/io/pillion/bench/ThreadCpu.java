package io.pillion.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Processor time of a process's threads, as Linux accounts it; at first in seconds. It is told by
 * group of threads.
 */
record ThreadCpu(Map<Key, Double> threads) {
  private static final double NANOS_A_SECOND = 1e9;
  private static final double LEAST_TOLD = 0.01;

  /** The group of the JVM's compilers. */
  static final String COMPILER = "compiler";

  /** Of no process. */
  static final ThreadCpu NONE = new ThreadCpu(Map.of());

  /** One thread; the id is empty where several are taken together. */
  private record Key(String group, String id) {}

  /** All threads of a process that lives, since each began. */
  static ThreadCpu of(long pid) {
    Map<Key, Double> seconds = new HashMap<>();
    try (Stream<Path> threads = Files.list(Path.of("/proc", Long.toString(pid), "task"))) {
      for (Path thread : threads.toList()) {
        add(seconds, thread);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new ThreadCpu(seconds);
  }

  private static void add(Map<Key, Double> seconds, Path thread) throws IOException {
    try {
      String name = Files.readString(thread.resolve("comm")).strip();
      // The first number is the time on a processor; the clock ticks in "stat" are too coarse.
      String[] fields = Files.readString(thread.resolve("schedstat")).split(" ", -1);
      Key key = new Key(group(name), thread.getFileName().toString());
      seconds.put(key, Double.parseDouble(fields[0]) / NANOS_A_SECOND);
    } catch (NoSuchFileException e) {
      // It ended meanwhile.
    }
  }

  /** Linux knows the first fifteen characters of a name. */
  private static String group(String name) {
    if (name.startsWith("pillion-") || name.startsWith("bench-")) {
      return name;
    }
    if (name.startsWith("http-nio-")) {
      return "tomcat";
    }
    if (name.startsWith("HttpClient-")) {
      return "java-http-client";
    }
    if (name.startsWith("BatchSpan") || name.startsWith("OkHttp")) {
      return "otel-export";
    }
    if (name.startsWith("C1 ") || name.startsWith("C2 ") || name.startsWith("Sweeper")) {
      return COMPILER;
    }
    return name.startsWith("G1 ") || name.startsWith("GC ") || name.equals("VM Thread")
        ? "gc"
        : "other";
  }

  /** Since then; what threads used that have ended is not in it. */
  ThreadCpu minus(ThreadCpu earlier) {
    Map<Key, Double> difference = new HashMap<>();
    threads.forEach(
        (key, now) -> difference.put(key, now - earlier.threads.getOrDefault(key, 0.0)));
    return new ThreadCpu(difference);
  }

  /** In another unit. */
  ThreadCpu scaled(double factor) {
    Map<Key, Double> scaled = new HashMap<>();
    threads.forEach((key, value) -> scaled.put(key, value * factor));
    return new ThreadCpu(scaled);
  }

  static ThreadCpu mean(List<ThreadCpu> runs) {
    Map<Key, Double> sums = new HashMap<>();
    for (ThreadCpu run : runs) {
      run.groups().forEach((group, its) -> sums.merge(new Key(group, ""), its, Double::sum));
    }
    return new ThreadCpu(sums).scaled(1.0 / runs.size());
  }

  private Map<String, Double> groups() {
    Map<String, Double> groups = new TreeMap<>();
    threads.forEach((key, its) -> groups.merge(key.group(), its, Double::sum));
    return groups;
  }

  double of(String group) {
    return groups().getOrDefault(group, 0.0);
  }

  double total() {
    return threads.values().stream().mapToDouble(Double::doubleValue).sum();
  }

  /** Such as {@code pillion-writer=12.3}, groups of no account left out. */
  List<String> list() {
    return groups().entrySet().stream()
        .filter(entry -> entry.getValue() >= LEAST_TOLD)
        .map(entry -> String.format(Locale.ROOT, "%s=%.2f", entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Such as {@code pillion-writer=12}, groups of no account left out. */
  List<String> whole() {
    return groups().entrySet().stream()
        .filter(entry -> entry.getValue() >= 0.5)
        .map(entry -> String.format(Locale.ROOT, "%s=%.0f", entry.getKey(), entry.getValue()))
        .toList();
  }

  /** Such as {@code pillion-writer=0.052}, in hundredths of a core over so many seconds. */
  List<String> percents(double length) {
    return groups().entrySet().stream()
        .map(entry -> Map.entry(entry.getKey(), 100 * entry.getValue() / length))
        .filter(entry -> entry.getValue() >= 0.0005)
        .map(entry -> String.format(Locale.ROOT, "%s=%.3f", entry.getKey(), entry.getValue()))
        .toList();
  }
}
