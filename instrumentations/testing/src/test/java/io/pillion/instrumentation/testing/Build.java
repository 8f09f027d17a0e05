package io.pillion.instrumentation.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the build has put what the tests run. */
final class Build {
  private static final Path MODULE =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().normalize();

  static final Path ROOT = MODULE.resolve("../..").normalize();
  static final Path APPS = MODULE.resolve("src/test/apps");
  static final Path TARGET = MODULE.resolve("target");

  private Build() {}

  /** The jars of a set of libraries, as the module's pom names it; none for the empty name. */
  static List<Path> libraries(String set) {
    if (set.isEmpty()) {
      return List.of();
    }
    Path directory = TARGET.resolve("libraries").resolve(set);
    try (Stream<Path> jars = Files.list(directory)) {
      return jars.filter(jar -> jar.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("no libraries: directory=" + directory, e);
    }
  }
}
