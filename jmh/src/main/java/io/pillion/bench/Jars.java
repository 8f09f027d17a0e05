package io.pillion.bench;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where the jars under measurement are. */
final class Jars {
  /** System property that names the sidecar's. */
  static final String SIDECAR_PROPERTY = "pillion.sidecar.jar";

  /** System property that names the agent's. */
  static final String AGENT_PROPERTY = "pillion.agent.jar";

  private static final String SIDECAR = "sidecar/target/pillion-sidecar.jar";
  private static final String AGENT = "agent/jar/target/pillion-agent.jar";

  /** System property that names the Spring Boot example's. */
  static final String SPRING_BOOT_PROPERTY = "pillion.spring-boot.jar";

  /** System property that names the stock OpenTelemetry agent's. */
  static final String STOCK_AGENT_PROPERTY = "pillion.stock-agent.jar";

  private static final String SPRING_BOOT = "examples/spring-boot/target/spring-boot.jar";
  private static final String STOCK_AGENT = "jmh/target/rivals/opentelemetry-javaagent.jar";

  private Jars() {}

  static Path sidecar() {
    return find(SIDECAR_PROPERTY, SIDECAR);
  }

  static Path agent() {
    return find(AGENT_PROPERTY, AGENT);
  }

  static Path springBoot() {
    return find(SPRING_BOOT_PROPERTY, SPRING_BOOT);
  }

  static Path stockAgent() {
    return find(STOCK_AGENT_PROPERTY, STOCK_AGENT);
  }

  /** The named one, or the one that the same build made. */
  private static Path find(String property, String inTree) {
    String named = System.getProperty(property);
    if (named != null) {
      return required(Path.of(named).toAbsolutePath(), property);
    }
    for (Path folder = ownLocation(); folder != null; folder = folder.getParent()) {
      Path jar = folder.resolve(inTree);
      if (Files.exists(jar)) {
        return jar;
      }
    }
    return required(Path.of(inTree).toAbsolutePath(), property);
  }

  private static Path ownLocation() {
    try {
      return Path.of(Jars.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path required(Path jar, String property) {
    if (!Files.exists(jar)) {
      throw new IllegalStateException(
          "nothing to measure: path=" + jar + "; run ./pillion build, or set " + property);
    }
    return jar;
  }
}
