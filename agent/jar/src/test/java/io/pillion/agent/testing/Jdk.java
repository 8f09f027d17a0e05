package io.pillion.agent.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The JDKs that applications run on. A missing one fails the test. */
public enum Jdk {
  JDK_17("17"),
  JDK_25("25");

  private final String version;

  Jdk(String version) {
    this.version = version;
  }

  /** The {@code java} command of this JDK. */
  public Path java() {
    return home().resolve("bin/java");
  }

  Path home() {
    Path running = Path.of(System.getProperty("java.home"));
    if (System.getProperty("java.specification.version").equals(version)) {
      return running;
    }
    String variable = "JAVA_" + version + "_HOME";
    String configured = System.getenv(variable);
    if (configured != null) {
      return Path.of(configured);
    }
    try (Stream<Path> siblings = Files.list(running.getParent())) {
      return siblings
          .filter(home -> home.getFileName().toString().matches(".*\\b" + version + "\\b.*"))
          .filter(home -> Files.isExecutable(home.resolve("bin/java")))
          .findFirst()
          .orElseThrow(
              () -> new IllegalStateException("JDK " + version + " not found; set " + variable));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
