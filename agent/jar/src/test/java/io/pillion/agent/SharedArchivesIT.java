package io.pillion.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.agent.testing.AppRun;
import io.pillion.agent.testing.Jdk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The JVM's archives of classes stay in use with the agent, as docs/compatibility.md says. */
@Timeout(180)
class SharedArchivesIT {
  private static final String SERVER = "io.pillion.agent.app.JdkServerApp";

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(Jdk.class)
  void theJvmsOwnArchiveStaysInUse(Jdk jdk) throws Exception {
    AppRun run = traced(jdk);

    assertThat(run.line("span", "raw=/filtered")).contains("status=200");
    assertThat(loadedFrom("shared objects file")).isGreaterThan(400);
  }

  @ParameterizedTest
  @EnumSource(Jdk.class)
  void anArchiveOfTheApplicationMadeWithoutTheAgentServesWithIt(Jdk jdk) throws Exception {
    Path archive = directory.resolve("app.jsa");
    AppRun plain = AppRun.ofJar(jdk, jar(), List.of("-XX:ArchiveClassesAtExit=" + archive), SERVER);
    assertThat(archive).as("%s", plain).exists();

    AppRun run = traced(jdk, "-XX:SharedArchiveFile=" + archive);

    assertThat(run.line("span", "raw=/filtered")).contains("status=200");
    assertThat(loadedFrom("shared objects file (top)")).isGreaterThan(100);
  }

  @Test
  void anAotCacheTrainedWithTheAgentServesWithIt() throws Exception {
    Path cache = directory.resolve("app.aot");
    AppRun trained = traced(Jdk.JDK_25, "-XX:AOTCacheOutput=" + cache);
    assertThat(cache).as("%s", trained).exists();

    AppRun run = traced(Jdk.JDK_25, "-XX:AOTCache=" + cache);

    assertThat(run.line("span", "raw=/filtered")).contains("status=200");
    // The agent's own classes are in it, too.
    assertThat(loadedFrom("shared objects file")).isGreaterThan(1000);
  }

  private AppRun traced(Jdk jdk, String... flags) throws Exception {
    String[] all = java.util.Arrays.copyOf(flags, flags.length + 2);
    all[flags.length] = AppRun.agentFlag("");
    all[flags.length + 1] = "-Xlog:class+load:file=" + loads();
    AppRun run = AppRun.ofJar(jdk, jar(), List.of(all), SERVER, "record");
    assertThat(run.exitCode()).as("%s", run).isZero();
    return run;
  }

  private Path jar() {
    return directory.resolve("app.jar");
  }

  private Path loads() {
    return directory.resolve("loads.txt");
  }

  private long loadedFrom(String source) throws IOException {
    try (Stream<String> lines = Files.lines(loads())) {
      return lines.filter(line -> line.contains(source)).count();
    }
  }
}
