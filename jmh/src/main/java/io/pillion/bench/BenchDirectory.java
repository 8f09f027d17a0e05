package io.pillion.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A private directory, in memory where the machine has that, gone after use. */
record BenchDirectory(Path path) implements AutoCloseable {
  private static final Path MEMORY = Path.of("/dev/shm");
  private static final Duration DELETE_LIMIT = Duration.ofSeconds(10);
  private static final String PREFIX = "pillion-bench-";

  static BenchDirectory make() {
    try {
      return new BenchDirectory(
          Files.isWritable(MEMORY)
              ? Files.createTempDirectory(MEMORY, PREFIX)
              : Files.createTempDirectory(PREFIX));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a directory to measure in", e);
    }
  }

  /** Deletes it. Whoever worked in it may still be ending, so what reappears is deleted again. */
  @Override
  public void close() {
    if (!Await.until(DELETE_LIMIT, this::deleted)) {
      System.err.println("directory is left behind: path=" + path + "; delete it");
    }
  }

  private boolean deleted() {
    try (Stream<Path> tree = Files.walk(path)) {
      List<Path> deepestFirst = tree.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // Changed while it was walked.
    }
    return !Files.exists(path);
  }
}
