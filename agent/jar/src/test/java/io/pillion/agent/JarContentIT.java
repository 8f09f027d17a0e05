package io.pillion.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.agent.testing.AppRun;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.Test;

class JarContentIT {
  private static final long MAX_BYTES = 12L << 20;

  @Test
  void onlyTheEntryAndTheBootstrapPackageAreVisibleAsClasses() throws IOException {
    assertThat(entries())
        .filteredOn(name -> name.endsWith(".class"))
        .allMatch(
            name ->
                name.startsWith("io/pillion/agent/bootstrap/")
                    || name.matches("io/pillion/agent/[^/]+\\.class"))
        .contains("io/pillion/agent/AgentPremain.class");
  }

  @Test
  void isolatedPartHoldsWhatTheAgentNeedsAndNothingOfTheSdk() throws IOException {
    assertThat(entries())
        .contains(
            "isolated/io/pillion/agent/install/AgentStarter.classdata",
            "isolated/io/pillion/instrumentation/servlet/ServletHooks.classdata",
            "isolated/net/bytebuddy/ByteBuddy.classdata",
            "isolated/net/openhft/chronicle/queue/ChronicleQueue.classdata",
            "isolated/org/jctools/queues/MpscArrayQueue.classdata",
            "isolated/org/slf4j/Logger.classdata")
        .noneMatch(name -> name.startsWith("isolated/net/bytebuddy/build/"))
        .noneMatch(name -> name.startsWith("isolated/io/opentelemetry/sdk/trace/"))
        .noneMatch(name -> name.startsWith("isolated/META-INF/versions/"))
        .noneMatch(name -> name.startsWith("META-INF/maven/"))
        .noneMatch(name -> name.endsWith(".SF") || name.endsWith(".RSA"))
        .noneMatch(name -> name.contains("module-info") || name.contains("package-info"));
  }

  @Test
  void licensesOfTheLibrariesAreKept() throws IOException {
    assertThat(entries())
        .contains(
            "META-INF/licenses/THIRD-PARTY.txt",
            "META-INF/licenses/byte-buddy/LICENSE",
            "META-INF/licenses/byte-buddy/NOTICE",
            "META-INF/licenses/byte-buddy/ASM",
            "META-INF/licenses/slf4j-api/LICENSE.txt");
  }

  @Test
  void jarStaysSmall() throws IOException {
    assertThat(Files.size(AppRun.agentJar())).isLessThan(MAX_BYTES);
  }

  @Test
  void manifestNamesTheAgentAndItsVersion() throws IOException {
    try (JarFile jar = new JarFile(AppRun.agentJar().toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();
      assertThat(manifest.getValue("Premain-Class")).isEqualTo("io.pillion.agent.AgentPremain");
      assertThat(manifest.getValue("Agent-Class")).isEqualTo("io.pillion.agent.AgentPremain");
      assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("true");
      assertThat(manifest.getValue("Implementation-Version")).isNotBlank();
      assertThat(manifest.getValue("Boot-Class-Path")).isNull();
    }
  }

  private static List<String> entries() throws IOException {
    try (JarFile jar = new JarFile(AppRun.agentJar().toFile())) {
      return jar.stream().map(ZipEntry::getName).toList();
    }
  }
}
