package examples.pillion.demo;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The JDKs that end-to-end tests run on: the one that runs the build, and 25. */
public final class Jdks {

  private static final int NEWEST = 25;
  private static final String HOME_VARIABLE = "PILLION_JDK25_HOME";

  private Jdks() {}

  /** Both, or one if the build runs on 25 itself. */
  public static List<Jdk> all() throws IOException {
    Map<Integer, Jdk> jdks = new LinkedHashMap<>();
    jdks.put(Jdk.current().feature(), Jdk.current());
    jdks.putIfAbsent(NEWEST, newest());
    return List.copyOf(jdks.values());
  }

  /**
   * A JDK 25.
   *
   * @throws IllegalStateException saying how to get one: a missing JDK fails the tests, it skips
   *     none
   */
  public static Jdk newest() throws IOException {
    if (Jdk.current().feature() == NEWEST) {
      return Jdk.current();
    }
    List<Path> candidates = candidates();
    for (Path home : candidates) {
      Jdk jdk = Jdk.at(home);
      if (jdk.feature() == NEWEST) {
        return jdk;
      }
    }
    throw new IllegalStateException(
        "no JDK 25 found: looked="
            + candidates
            + "; install one (for example from"
            + " https://adoptium.net) and set "
            + HOME_VARIABLE
            + " to its home");
  }

  private static List<Path> candidates() throws IOException {
    List<Path> homes = new ArrayList<>();
    String named = System.getenv(HOME_VARIABLE);
    if (named != null) {
      homes.add(Path.of(named));
    }
    Path siblings = Jdk.current().home().getParent();
    if (siblings != null) {
      addChildren(homes, siblings, "");
    }
    addChildren(homes, Path.of("/usr/lib/jvm"), "");
    addChildren(homes, Path.of("/opt"), "");
    addChildren(homes, Path.of("/opt/java"), "");
    addChildren(homes, Path.of(System.getProperty("user.home"), ".sdkman/candidates/java"), "");
    addChildren(homes, Path.of("/Library/Java/JavaVirtualMachines"), "Contents/Home");
    return homes;
  }

  private static void addChildren(List<Path> homes, Path directory, String below)
      throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(directory, Files::isDirectory)) {
      children.forEach(child -> homes.add(child.resolve(below)));
    }
  }
}
