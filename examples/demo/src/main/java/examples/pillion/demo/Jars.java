package examples.pillion.demo;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The jars the demo runs, by path. */
public record Jars(Path agent, Path sidecar, Path shop, Path inventory) {

  /**
   * Those that the build leaves under the project's top directory.
   *
   * @throws IllegalStateException naming every jar that is not there
   */
  public static Jars under(Path root) {
    Jars jars =
        new Jars(
            root.resolve("agent/jar/target/pillion-agent.jar"),
            root.resolve("sidecar/target/pillion-sidecar.jar"),
            root.resolve("examples/shop/target/shop.jar"),
            root.resolve("examples/inventory/target/inventory.jar"));
    jars.requirePresent();
    return jars;
  }

  private void requirePresent() {
    List<Path> missing =
        Stream.of(agent, sidecar, shop, inventory)
            .filter(jar -> !Files.isRegularFile(jar))
            .collect(Collectors.toList());
    if (!missing.isEmpty()) {
      throw new IllegalStateException("not built: jars=" + missing + "; run ./pillion build");
    }
  }
}
