package io.pillion.docker;

import static io.pillion.docker.Manifest.environment;
import static io.pillion.docker.Manifest.list;
import static io.pillion.docker.Manifest.map;
import static io.pillion.docker.Manifest.mountPath;
import static io.pillion.docker.Manifest.volume;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

final class PodManifestTest {

  private Manifest manifest;

  @BeforeEach
  void read() throws IOException {
    manifest = Manifest.rendered();
  }

  @Test
  void isRendered() {
    assertThat(manifest.text()).doesNotContain("${").doesNotContain("@project");
    assertThat(manifest.sidecar().get("image").toString()).matches("pillion-sidecar:[0-9].+");
    assertThat(manifest.agent().get("image").toString()).matches("pillion-agent-init:[0-9].+");
  }

  @Test
  void runsTheSidecarNativelyAfterTheAgentIsCopied() {
    assertThat(manifest.sidecar().get("restartPolicy")).isEqualTo("Always");
    assertThat(manifest.agent().containsKey("restartPolicy")).isFalse();
    assertThat(list(manifest.spec(), "initContainers"))
        .isEqualTo(List.of(manifest.agent(), manifest.sidecar()));
  }

  @Test
  void sharesMemoryAtTheSamePathWithACap() {
    Map<?, ?> emptyDir = map(volume(manifest.spec(), "pillion-shared"), "emptyDir");

    assertThat(emptyDir.get("medium")).isEqualTo("Memory");
    assertThat(emptyDir.get("sizeLimit").toString()).matches("[0-9]+Mi");
    assertThat(mountPath(manifest.sidecar(), "pillion-shared")).isEqualTo("/run/pillion");
    assertThat(mountPath(manifest.app(), "pillion-shared")).isEqualTo("/run/pillion");
  }

  @Test
  void namesTheSameDirectoryWithinTheVolumeOnBothSides() {
    Object directory = environment(manifest.app(), "PILLION_IPC_DIR");

    assertThat(directory.toString()).startsWith("/run/pillion/");
    assertThat(environment(manifest.sidecar(), "PILLION_IPC_DIR")).isEqualTo(directory);
    assertThat(map(config(), "ipc").get("dir")).isEqualTo(directory);
  }

  @Test
  void probesThePortTheSidecarListensOn() {
    assertThat(portNamed("health")).isEqualTo(7421);
    assertThat(map(config(), "health").get("address")).isEqualTo("0.0.0.0:7421");
    assertThat(portNamed("metrics")).isEqualTo(7422);
    assertThat(map(config(), "metrics").get("address")).isEqualTo("0.0.0.0:7422");
    for (String probe : List.of("startupProbe", "livenessProbe")) {
      assertThat(map(map(manifest.sidecar(), probe), "httpGet").get("port")).isEqualTo("health");
    }
  }

  @Test
  void keepsThePodInServiceWithoutItsSidecar() {
    assertThat(manifest.sidecar().containsKey("readinessProbe")).isFalse();
  }

  @Test
  void showsThePageOnLoopbackOnly() {
    assertThat(map(config(), "admin").get("address").toString()).startsWith("127.0.0.1:");
  }

  @Test
  void runsEveryContainerAsTheSameUnprivilegedUser() {
    Map<?, ?> pod = map(manifest.spec(), "securityContext");
    assertThat(pod.get("runAsNonRoot")).isEqualTo(true);
    assertThat(pod.get("fsGroup")).isEqualTo(pod.get("runAsGroup"));
    for (Map<?, ?> container : manifest.allContainers()) {
      Map<?, ?> security = map(container, "securityContext");
      assertThat(security.get("runAsUser")).isEqualTo(pod.get("runAsUser"));
      assertThat(security.get("readOnlyRootFilesystem")).isEqualTo(true);
      assertThat(security.get("allowPrivilegeEscalation")).isEqualTo(false);
      assertThat(list(map(security, "capabilities"), "drop")).isEqualTo(List.of("ALL"));
      assertThat(map(map(container, "resources"), "limits").containsKey("memory")).isTrue();
    }
  }

  @Test
  void loadsTheAgentFromTheVolumeThatTheInitContainerFills() {
    Object volume = mountPath(manifest.app(), "pillion-agent");

    assertThat(mountPath(manifest.agent(), "pillion-agent")).isEqualTo(volume);
    assertThat(environment(manifest.app(), "JAVA_TOOL_OPTIONS"))
        .isEqualTo("-javaagent:" + volume + "/pillion-agent.jar");
  }

  @Test
  void mountsTheConfigurationWhereItSaysThePolicyIs() {
    Object etc = mountPath(manifest.sidecar(), "pillion-config");

    assertThat(map(config(), "policy").get("path")).isEqualTo(etc + "/policy.yaml");
    assertThat(map(volume(manifest.spec(), "pillion-config"), "configMap").get("name"))
        .isEqualTo(map(manifest.configMap(), "metadata").get("name"));
  }

  private Map<?, ?> config() {
    Load yaml = new Load(LoadSettings.builder().build());
    return (Map<?, ?>) yaml.loadFromString(manifest.configFile("pillion.yaml"));
  }

  private Object portNamed(String name) {
    return list(manifest.sidecar(), "ports").stream()
        .map(port -> (Map<?, ?>) port)
        .filter(port -> name.equals(port.get("name")))
        .map(port -> port.get("containerPort"))
        .findFirst()
        .orElseThrow();
  }
}
