package examples.pillion.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * An installed JDK.
 *
 * @param home its {@code JAVA_HOME}
 * @param feature its major version, for example 17
 */
public record Jdk(Path home, int feature) {

  /** The one that runs this program. */
  public static Jdk current() {
    return new Jdk(Path.of(System.getProperty("java.home")), Runtime.version().feature());
  }

  /** What is installed at {@code home}; feature 0 if there is no readable JDK. */
  public static Jdk at(Path home) throws IOException {
    Path release = home.resolve("release");
    if (!Files.isReadable(release) || !Files.isExecutable(home.resolve("bin/java"))) {
      return new Jdk(home, 0);
    }
    for (String line : Files.readAllLines(release)) {
      if (line.startsWith("JAVA_VERSION=\"")) {
        return new Jdk(home, feature(line.substring("JAVA_VERSION=\"".length())));
      }
    }
    return new Jdk(home, 0);
  }

  private static int feature(String version) {
    int end = 0;
    while (end < version.length() && Character.isDigit(version.charAt(end))) {
      end++;
    }
    return end == 0 ? 0 : Integer.parseInt(version.substring(0, end));
  }

  public Path java() {
    return home.resolve("bin/java");
  }

  @Override
  public String toString() {
    return "JDK " + feature;
  }
}
