package io.pillion.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.agent.testing.AppRun;
import io.pillion.agent.testing.Jdk;
import io.pillion.agent.testing.NeighbourAgent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(180)
class AgentStartIT {
  private static final String ISOLATION = "io.pillion.agent.app.IsolationApp";
  private static final String SERVER = "io.pillion.agent.app.JdkServerApp";

  @ParameterizedTest
  @EnumSource(Jdk.class)
  void applicationSeesTheBootstrapPackageAndTheEntryOnly(Jdk jdk) throws Exception {
    AppRun run =
        AppRun.withoutLibraries(jdk, List.of(AppRun.agentFlag("log.level=warn")), ISOLATION);

    assertThat(run.lines("class"))
        .contains("io.pillion.agent.bootstrap.Agent boot")
        .anyMatch(line -> line.startsWith("io.pillion.agent.AgentPremain "))
        .filteredOn(line -> !line.contains("bootstrap") && !line.contains("AgentPremain"))
        .hasSize(9)
        .allMatch(line -> line.endsWith(" absent"));
    assertThat(run.lines("services")).containsExactly("null");
    assertThat(run.lines("non-daemon")).isEmpty();
    assertThat(run.lines("property-keys")).containsExactly("[]");
  }

  @Test
  void nothingIsWrittenToTheErrorStreamOn17() throws Exception {
    AppRun run =
        AppRun.of(Jdk.JDK_17, List.of(AppRun.agentFlag("log.level=warn")), SERVER, "record");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).isEmpty();
  }

  @Test
  void onlyTheJdksOwnUnsafeWarningMayAppearOn25() throws Exception {
    AppRun run =
        AppRun.of(Jdk.JDK_25, List.of(AppRun.agentFlag("log.level=warn")), SERVER, "record");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err()).allMatch(line -> line.startsWith("WARNING: ") && line.contains("Unsafe"));
  }

  @ParameterizedTest
  @EnumSource(Jdk.class)
  void jarGivenTwiceAndAsACopyStartsOnce(Jdk jdk, @TempDir Path directory) throws Exception {
    Path copy = Files.copy(AppRun.agentJar(), directory.resolve("copy.jar"));
    String debug = "log.level=debug";
    AppRun run =
        AppRun.of(
            jdk,
            List.of(
                AppRun.agentFlag(debug),
                AppRun.agentFlag(debug),
                "-javaagent:" + copy + "=" + debug),
            SERVER,
            "record");

    assertThat(run.err()).filteredOn(line -> line.startsWith("[pillion] started:")).hasSize(1);
    assertThat(run.line("span", "raw=/filtered")).contains("status=200");
  }

  @ParameterizedTest
  @EnumSource(Jdk.class)
  void jarOnTheBootClassPathWorksToo(Jdk jdk) throws Exception {
    AppRun run =
        AppRun.of(
            jdk,
            List.of("-Xbootclasspath/a:" + AppRun.agentJar(), AppRun.agentFlag("")),
            SERVER,
            "record");

    assertThat(run.exitCode()).as("%s", run).isZero();
    assertThat(run.line("span", "raw=/filtered")).contains("status=200");
  }

  @ParameterizedTest
  @EnumSource(Jdk.class)
  void applicationKeepsItsOwnByteBuddyAndSlf4j(Jdk jdk) throws Exception {
    String app = "io.pillion.agent.app.OwnLibrariesApp";
    AppRun plain = AppRun.of(jdk, List.of(), app);
    AppRun traced = AppRun.of(jdk, List.of(AppRun.agentFlag("")), app);

    assertThat(traced.exitCode()).as("%s", traced).isZero();
    assertThat(traced.lines("behaviour")).isEqualTo(plain.lines("behaviour")).hasSize(4);
  }

  @ParameterizedTest
  @EnumSource(Jdk.class)
  void agentAttachedLateInstrumentsLoadedClasses(Jdk jdk) throws Exception {
    AppRun run =
        AppRun.of(
            jdk,
            List.of("-Djdk.attach.allowAttachSelf=true", "-XX:+EnableDynamicAgentLoading"),
            "io.pillion.agent.app.AttachApp",
            AppRun.agentJar().toString());

    assertThat(run.exitCode()).as("%s", run).isZero();
    assertThat(run.lines("span")).hasSize(1);
    assertThat(run.line("span", "raw=/after")).contains("status=204");
  }

  @ParameterizedTest
  @EnumSource(Jdk.class)
  void agentWorksBesideAnotherThatRewritesAllClasses(Jdk jdk, @TempDir Path directory)
      throws Exception {
    String neighbour = "-javaagent:" + NeighbourAgent.jar(directory);
    for (List<String> flags :
        List.of(
            List.of(neighbour, AppRun.agentFlag("")), List.of(AppRun.agentFlag(""), neighbour))) {
      AppRun run = AppRun.of(jdk, flags, SERVER, "record");

      assertThat(run.exitCode()).as("%s", run).isZero();
      assertThat(run.lines("behaviour")).contains("mix-ups=0");
      assertThat(run.lines("failures")).containsExactly("0");
      assertThat(run.line("count", "started=")).matches("started=([0-9]+) ended=\\1");
      assertThat(run.line("span", "raw=/filtered")).contains("status=200");
    }
  }

  @Test
  void badOptionsAreNamedAndTheApplicationStarts() throws Exception {
    AppRun run =
        AppRun.of(
            Jdk.JDK_17,
            List.of(
                "-Dpillion.log.levle=debug",
                AppRun.agentFlag("polcy.timeout=5ms,policy.timeout=fast,nonsense")),
            SERVER,
            "record");

    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .filteredOn(line -> !line.startsWith("[pillion] agent on: "))
        .containsExactly(
            "[pillion] option ignored: nonsense; write key=value,key=value after the agent's path",
            "[pillion] bad value: option policy.timeout=fast; expected a duration with its unit,"
                + " for example 20ms, the default is used, default=20ms",
            "[pillion] unknown setting ignored: option polcy.timeout; did you mean policy.timeout",
            "[pillion] unknown setting ignored: system property pillion.log.levle; did you mean"
                + " pillion.log.level");
    assertThat(run.line("span", "raw=/filtered")).contains("status=200");
  }

  @Test
  void switchedOffAgentLeavesEverythingAlone() throws Exception {
    AppRun run =
        AppRun.withoutLibraries(Jdk.JDK_17, List.of(AppRun.agentFlag("enabled=false")), ISOLATION);

    assertThat(run.exitCode()).isZero();
    assertThat(run.line("class", "bootstrap.Agent")).doesNotContain(" boot");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void switchedOffInstrumentationDoesNotAct() throws Exception {
    AppRun run =
        AppRun.of(
            Jdk.JDK_17,
            List.of("-Dotel.instrumentation.java-http-server.enabled=false", AppRun.agentFlag("")),
            SERVER,
            "record");

    assertThat(run.exitCode()).isZero();
    assertThat(run.lines("span")).isEmpty();
  }

  @Test
  void damagedAgentJarLeavesOneLineAndTheApplicationRunning(@TempDir Path directory)
      throws Exception {
    Path damaged = directory.resolve("damaged.jar");
    try (ZipFile whole = new ZipFile(AppRun.agentJar().toFile());
        ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(damaged))) {
      for (ZipEntry entry : Collections.list(whole.entries())) {
        if (!entry.getName().startsWith("isolated/")) {
          out.putNextEntry(new ZipEntry(entry.getName()));
          out.write(whole.getInputStream(entry).readAllBytes());
        }
      }
    }
    AppRun run = AppRun.withoutLibraries(Jdk.JDK_17, List.of("-javaagent:" + damaged), ISOLATION);

    assertThat(run.exitCode()).isZero();
    assertThat(run.err())
        .singleElement()
        .asString()
        .startsWith("[pillion] agent not started, the application runs without it: cause=");
  }
}
