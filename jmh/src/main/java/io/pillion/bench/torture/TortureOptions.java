package io.pillion.bench.torture;

import examples.pillion.demo.Jdk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The campaign's command line.
 *
 * @param length of the faults; baseline, start and end come on top
 * @param perSecond requests per second
 * @param jdk that runs application and sidecar
 * @param steps the kinds to choose from
 * @param failFast whether to end at the first broken promise
 * @param report where to write the report as Markdown, if anywhere
 * @param root the project's top directory, where the jars are
 */
record TortureOptions(
    Duration length,
    long seed,
    int perSecond,
    Jdk jdk,
    Set<StepKind> steps,
    @Nullable SeedDefect defect,
    boolean failFast,
    @Nullable Path report,
    Path root) {

  static final String USAGE =
      """
      usage: ./pillion torture [--minutes N] [--seed S] [--rate N] [--jdk HOME] [--steps A,B]
                               [--seed-defect D] [--fail-fast] [--report FILE]

      Runs an application with the agent, a sidecar and a back end of its own as live processes,
      sends requests whose policy decision is known beforehand, and does faults to the processes,
      one after the other. After each, what was sent is compared with what arrived at the back end
      and with what the product counts. Exits 0 only if nothing is unaccounted for, no request of a
      living application failed, no decision was wrong and every sleeping sidecar woke up.

        --minutes N      how long to do faults, 0.1 to 1440; 2 unless given
        --seed S         a whole number; the steps follow from it; else chosen and printed
        --rate N         requests per second, 10 to 1000; 250 unless given
        --jdk HOME       the JDK for application and sidecar; else the one that runs this
        --steps A,B      only these kinds of steps (see below)
        --seed-defect D  start the product with a known defect, to see it found
        --fail-fast      end at the first broken promise
        --report FILE    write the report as Markdown, too
        --root DIR       the project's top directory, for jars in other places
        --help           this text

      """
          + "steps:\n"
          + lines()
          + "defects: "
          + SeedDefect.labels()
          + "\n\nStep disk-full needs root and the right to mount, clock-step needs libfaketime\n"
          + "(Debian: apt install libfaketime); the report names what was left out.\n";

  private static final Duration DEFAULT_LENGTH = Duration.ofMinutes(2);
  private static final int DEFAULT_RATE = 250;

  private static String lines() {
    StringBuilder lines = new StringBuilder();
    for (StepKind kind : StepKind.values()) {
      lines.append(String.format("  %-25s%s%n", kind.label(), kind.what()));
    }
    return lines.toString();
  }

  /**
   * Reads the command line.
   *
   * @throws IllegalArgumentException naming the word that is not understood
   */
  static TortureOptions parse(List<String> arguments) {
    Duration length = DEFAULT_LENGTH;
    long seed = ThreadLocalRandom.current().nextLong(1, Integer.MAX_VALUE);
    int rate = DEFAULT_RATE;
    Jdk jdk = Jdk.current();
    Set<StepKind> steps = EnumSet.allOf(StepKind.class);
    SeedDefect defect = null;
    boolean failFast = false;
    Path report = null;
    Path root = Path.of("");
    for (int i = 0; i < arguments.size(); i++) {
      String option = arguments.get(i);
      switch (option) {
        case "--minutes" -> length = minutes(value(arguments, ++i));
        case "--seed" -> seed = seed(value(arguments, ++i));
        case "--rate" -> rate = rate(value(arguments, ++i));
        case "--jdk" -> jdk = jdk(value(arguments, ++i));
        case "--steps" -> steps = steps(value(arguments, ++i));
        case "--seed-defect" -> defect = SeedDefect.ofLabel(value(arguments, ++i));
        case "--fail-fast" -> failFast = true;
        case "--report" -> report = report(value(arguments, ++i));
        case "--root" -> root = Path.of(value(arguments, ++i));
        default -> throw new IllegalArgumentException("unknown option: " + option);
      }
    }
    return new TortureOptions(
        length,
        seed,
        rate,
        jdk,
        steps,
        defect,
        failFast,
        report,
        root.toAbsolutePath().normalize());
  }

  private static String value(List<String> arguments, int index) {
    if (index >= arguments.size()) {
      throw new IllegalArgumentException("value missing: option=" + arguments.get(index - 1));
    }
    return arguments.get(index);
  }

  private static Duration minutes(String text) {
    double minutes = text.matches("[0-9]{1,4}(\\.[0-9]{1,3})?") ? Double.parseDouble(text) : 0;
    if (minutes < 0.1 || minutes > 1440) {
      throw new IllegalArgumentException("bad length: --minutes=" + text + "; give 0.1 to 1440");
    }
    return Duration.ofMillis(Math.round(minutes * 60_000));
  }

  private static long seed(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("bad seed: --seed=" + text + "; give a whole number", e);
    }
  }

  private static int rate(String text) {
    int rate = text.matches("[0-9]{1,6}") ? Integer.parseInt(text) : 0;
    if (rate < 10 || rate > 1000) {
      throw new IllegalArgumentException(
          "bad rate: --rate=" + text + "; give 10 to 1000 requests per second");
    }
    return rate;
  }

  private static Jdk jdk(String home) {
    try {
      Jdk jdk = Jdk.at(Path.of(home).toAbsolutePath());
      if (jdk.feature() < 17) {
        throw new IllegalArgumentException(
            "no JDK 17 or newer there: --jdk=" + home + "; give its home directory");
      }
      return jdk;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Set<StepKind> steps(String text) {
    Set<StepKind> steps = EnumSet.noneOf(StepKind.class);
    Arrays.stream(text.split(",", -1)).map(StepKind::ofLabel).forEach(steps::add);
    return steps;
  }

  /** Half an hour later is too late to learn that it cannot be written. */
  private static Path report(String text) {
    Path file = Path.of(text).toAbsolutePath();
    Path directory = file.getParent();
    if (directory == null || !Files.isWritable(directory) || Files.isDirectory(file)) {
      throw new IllegalArgumentException("report cannot be written: --report=" + text);
    }
    return file;
  }
}
