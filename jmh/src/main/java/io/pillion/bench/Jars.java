package io.pillion.bench;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the sidecar's jar is. */
final class Jars {
  /** System property that names it. */
  static final String SIDECAR_PROPERTY = "pillion.sidecar.jar";

  private static final String IN_TREE = "sidecar/target/pillion-sidecar.jar";

  private Jars() {}

  /** The named one, or the one that the same build made. */
  static Path sidecar() {
    String named = System.getProperty(SIDECAR_PROPERTY);
    if (named != null) {
      return required(Path.of(named).toAbsolutePath());
    }
    for (Path folder = ownLocation(); folder != null; folder = folder.getParent()) {
      Path jar = folder.resolve(IN_TREE);
      if (Files.exists(jar)) {
        return jar;
      }
    }
    return required(Path.of(IN_TREE).toAbsolutePath());
  }

  private static Path ownLocation() {
    try {
      return Path.of(Jars.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path required(Path jar) {
    if (!Files.exists(jar)) {
      throw new IllegalStateException(
          "no sidecar to measure: path="
              + jar
              + "; run ./pillion build, or set "
              + SIDECAR_PROPERTY);
    }
    return jar;
  }
}
