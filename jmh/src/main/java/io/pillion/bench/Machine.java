package io.pillion.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the numbers were measured on. */
public final class Machine {
  private static final String MODEL = "model name";

  private Machine() {}

  /** One line. */
  public static String describe() {
    return "machine: processors="
        + Runtime.getRuntime().availableProcessors()
        + ", model="
        + model()
        + ", load="
        + load()
        + ", jvm="
        + System.getProperty("java.vm.name")
        + " "
        + Runtime.version();
  }

  private static String model() {
    for (String line : lines("/proc/cpuinfo")) {
      if (line.startsWith(MODEL)) {
        return line.substring(line.indexOf(':') + 1).strip();
      }
    }
    return "unknown";
  }

  /** Of the last minute: above a few tenths, somebody else was measured too. */
  private static String load() {
    for (String line : lines("/proc/loadavg")) {
      return line.substring(0, line.indexOf(' '));
    }
    return "unknown";
  }

  private static Iterable<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException e) {
      return java.util.List.of();
    }
  }
}
