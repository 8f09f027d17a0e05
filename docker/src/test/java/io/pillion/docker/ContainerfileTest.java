package io.pillion.docker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ContainerfileTest {

  private static final Path MODULE = Path.of(System.getProperty("basedir", ""));

  @Test
  void imagesRunAsTheUserOfTheManifest() throws IOException {
    Object user = Manifest.map(Manifest.rendered().spec(), "securityContext").get("runAsUser");

    for (String image : List.of("sidecar", "agent-init")) {
      assertThat(read(image)).contains("USER " + user + ":" + user);
    }
  }

  @Test
  void theSidecarReadsTheConfigurationWhereTheManifestMountsIt() throws IOException {
    Object etc = Manifest.mountPath(Manifest.rendered().sidecar(), "pillion-config");

    assertThat(read("sidecar"))
        .contains("CMD [\"run\", \"--config\", \"" + etc + "/pillion.yaml\"]");
  }

  @Test
  void theAgentIsCopiedWhereTheManifestMountsItsVolume() throws IOException {
    Object volume = Manifest.mountPath(Manifest.rendered().agent(), "pillion-agent");

    assertThat(read("agent-init")).contains(" " + volume + "/pillion-agent.jar");
  }

  private static String read(String image) throws IOException {
    return Files.readString(MODULE.resolve(image).resolve("Containerfile"));
  }
}
