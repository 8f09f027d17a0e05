package examples.pillion.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** As a user who may not: root ignores modes, so these run as somebody else. */
@Timeout(60)
final class PermissionsIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final int EXIT_USAGE = 64;
  private static final String[] AS_NOBODY = {
    "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"
  };

  @RegisterExtension final Pods pods = new Pods();

  /** Everyone may enter it; only root may write. */
  private Path open;

  private Jars jars;

  @BeforeEach
  void copyJarsToWhereEveryoneMayRead() throws IOException {
    assumeTrue(root(), "only root can become somebody else");
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "setpriv of util-linux is missing");
    open = pods.closeLater(PrivateDirectory.onDisk("pillion-permissions-")).path();
    Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxr-xr-x"));
    Jars built = Jars.under(Pods.ROOT);
    jars =
        new Jars(
            readable(built.agent()),
            readable(built.sidecar()),
            readable(built.shop()),
            readable(built.inventory()));
  }

  private Path readable(Path jar) throws IOException {
    Path copy = Files.copy(jar, open.resolve(jar.getFileName()));
    Files.setPosixFilePermissions(copy, PosixFilePermissions.fromString("rw-r--r--"));
    return copy;
  }

  private static boolean root() throws IOException {
    return Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
  }

  @Test
  void theAppRunsBesideADirectoryOfSomebodyElse() throws IOException {
    Path foreign = Files.createDirectory(open.resolve("foreign"));
    Files.setPosixFilePermissions(foreign, PosixFilePermissions.fromString("rwxrwxrwx"));

    assertServesAndNames(foreign, foreign);
  }

  @Test
  void theAppRunsWhereItCannotMakeTheDirectory() throws IOException {
    assertServesAndNames(open.resolve("missing"), open);
  }

  private void assertServesAndNames(Path ipcDirectory, Path named) throws IOException {
    try (JavaProcess process =
        JavaProcess.launch("inventory", Jdk.current(), open)
            .through(AS_NOBODY)
            .flags("-javaagent:" + jars.agent() + "=ipc.dir=" + ipcDirectory)
            .start(jars.inventory(), "--port", "0")) {
      Service inventory = Pod.listening(process, "inventory");
      assertThat(HttpCalls.status(inventory.base().resolve("/stock/tea"))).isEqualTo(200);
      Await.until(
          LIMIT,
          () -> process.stderr().contains(named.toString()),
          () -> "agent does not name " + named + ": " + process.stderr());
      assertThat(HttpCalls.status(inventory.base().resolve("/stock/tea"))).isEqualTo(200);
      assertThat(StandardError.of(process).otherLines()).isEmpty();
    }
  }

  @Test
  void theSidecarNamesADirectoryOfSomebodyElseAndDoesNotServe() throws IOException {
    Path foreign = Files.createDirectory(open.resolve("foreign"));
    Path config = open.resolve("pillion.yaml");
    Files.writeString(config, "ipc:\n  dir: \"" + foreign + "\"\n");

    try (JavaProcess process =
        JavaProcess.launch("sidecar", Jdk.current(), open)
            .through(AS_NOBODY)
            .start(jars.sidecar(), "run", "--config", config.toString())) {
      assertThat(process.awaitEnd(LIMIT)).isTrue();
      assertThat(process.exitCode()).isEqualTo(EXIT_USAGE);
      assertThat(process.stderr()).contains(foreign.toString());
    }
  }
}
