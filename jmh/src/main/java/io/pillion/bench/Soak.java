package io.pillion.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;

/**
 * Lets an application write segments while somebody reads them, and looks whether it grows:
 * descriptors, mappings, threads, heap after a collection.
 *
 * @param length of the whole, the first third being warm-up
 * @param spansPerSecond about 9 000 fill a segment
 * @param sampleEvery how often to look
 */
record Soak(Duration length, int spansPerSecond, Duration sampleEvery) {
  /** Fills about a segment of 2 MiB in a second. */
  static final int SEGMENT_A_SECOND = 9_000;

  private static final Duration START_LIMIT = Duration.ofSeconds(30);
  private static final long HEAP_SLACK_BYTES = 256 * 1024;

  /** The JVM's own code and metaspace, and malloc, may still map a little. */
  private static final long MAPS_SLACK = 4;

  /**
   * What came of it.
   *
   * @param samples in order
   * @param segments how many were begun
   * @param spansRead by the reader
   */
  record Outcome(List<Footprint> samples, int segments, long spansRead) {

    /** What grew, one line each; empty if nothing did. */
    List<String> growth() {
      int third = samples.size() / 3;
      if (third < 2) {
        throw new IllegalStateException("too few samples: count=" + samples.size());
      }
      List<String> grown = new ArrayList<>();
      check(grown, "descriptors", Footprint::descriptors, 0);
      check(grown, "file maps", Footprint::fileMaps, 0);
      check(grown, "maps", Footprint::maps, MAPS_SLACK);
      check(grown, "threads", Footprint::threads, 0);
      check(grown, "heap bytes", Footprint::heapBytes, HEAP_SLACK_BYTES);
      check(grown, "direct bytes", Footprint::directBytes, 0);
      return grown;
    }

    /** The least of the last third against the most of the middle one: what only goes up shows. */
    private void check(
        List<String> grown, String what, ToLongFunction<Footprint> value, long slack) {
      int third = samples.size() / 3;
      long before = samples.subList(third, 2 * third).stream().mapToLong(value).max().orElseThrow();
      long after =
          samples.subList(2 * third, samples.size()).stream().mapToLong(value).min().orElseThrow();
      if (after > before + slack) {
        grown.add(what + ": most before=" + before + ", least after=" + after);
      }
    }
  }

  /** Ten minutes at one segment a second, or as long as said. */
  static void measure(int minutes, PrintStream out) {
    out.println("measuring: growth over minutes=" + minutes);
    Duration length = Duration.ofMinutes(minutes);
    Outcome outcome = new Soak(length, SEGMENT_A_SECOND, Duration.ofSeconds(10)).run();
    List<Footprint> samples = outcome.samples();
    for (int i = 0; i < samples.size(); i += Math.max(1, samples.size() / 10)) {
      out.println("  " + samples.get(i));
    }
    out.println("  " + samples.get(samples.size() - 1));
    out.printf(
        Locale.ROOT,
        "segments=%d, per second=%.2f, spans read=%d, growth=%s%n",
        outcome.segments(),
        outcome.segments() / (double) length.toSeconds(),
        outcome.spansRead(),
        outcome.growth().isEmpty() ? "none" : outcome.growth());
  }

  Outcome run() {
    try (BenchDirectory directory = BenchDirectory.make()) {
      Path ipc = directory.path().resolve("ipc");
      List<String> arguments = new ArrayList<>(JmhRuns.OPENED);
      arguments.addAll(
          List.of(
              "-Xmx64m",
              "-XX:+UseSerialGC",
              "-cp",
              System.getProperty("java.class.path"),
              SoakApp.class.getName(),
              ipc.toString(),
              Integer.toString(spansPerSecond),
              Long.toString(sampleEvery.toMillis())));
      try (ChildJvm app =
              ChildJvm.start(directory.path().resolve("app.log"), Map.of(), List.of(), arguments);
          SessionDrain drain = new SessionDrain(ipc)) {
        if (!Await.until(START_LIMIT, () -> drain.spans() > 0 || !app.alive())) {
          throw new IllegalStateException("no span came: " + app.output());
        }
        boolean ended = Await.until(length, () -> !app.alive());
        if (ended) {
          throw new IllegalStateException("application ended: " + app.output());
        }
        return new Outcome(
            Footprint.printedIn(app.output()), newestSegment(ipc) + 1, drain.spans());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A segment's file is named after its number, as minutes of a day long ago. */
  private static int newestSegment(Path ipc) throws IOException {
    try (Stream<Path> files = Files.walk(ipc)) {
      return files
          .filter(file -> file.toString().matches(".*/telemetry/[0-9]{8}-[0-9]{4}\\.cq4"))
          .mapToInt(file -> minutes(file.getFileName().toString()))
          .max()
          .orElse(-1);
    }
  }

  private static int minutes(String name) {
    java.time.LocalDateTime time =
        java.time.LocalDateTime.parse(
            name.substring(0, name.indexOf('.')),
            java.time.format.DateTimeFormatter.ofPattern("yyyyMMdd-HHmm"));
    return (int) (time.toEpochSecond(java.time.ZoneOffset.UTC) / 60);
  }
}
