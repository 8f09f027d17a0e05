package examples.pillion.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** File systems as hardened containers have them. */
@Timeout(90)
final class ConfinementIT {

  private static final Duration LIMIT = Duration.ofSeconds(25);

  @RegisterExtension final Pods pods = new Pods();

  private OtlpReceiver receiver;
  private Pod pod;

  @BeforeEach
  void makePod() throws IOException {
    receiver = pods.receiver(Duration.ZERO);
    pod = pods.pod(Jdk.current(), receiver);
    pod.policy().deny("/admin/*");
  }

  @Test
  void whereTheDirectoryIsReadOnlyTheApplicationRunsAndSaysSoOnce() throws IOException {
    MemoryFileSystem memory = pods.closeLater(MemoryFileSystem.over(pod.shared().path(), "8m"));
    memory.readOnly();

    assertRunsAndNames(Probe.start(pod, "inventory", ""), pod.shared().path());
  }

  @Test
  void whereTheDirectoryIsALinkTheApplicationRunsAndSaysSoOnce() throws IOException {
    Path link = Files.createSymbolicLink(pod.logs().resolve("link"), pod.shared().path());
    Pod.AgentLaunch launch = pod.withAgent("inventory", "ipc.dir=" + link);

    assertRunsAndNames(Probe.listening(launch), link);
    assertThat(SessionDirectories.of(pod)).isEmpty();
  }

  private static void assertRunsAndNames(Service inventory, Path named) throws IOException {
    Probe.ask(inventory);
    Await.until(
        LIMIT,
        () -> inventory.process().stderr().contains("shared memory is off for now"),
        () -> "agent says nothing: " + inventory.process().stderr());
    Probe.ask(inventory);
    List<String> said = StandardError.of(inventory.process()).agentLines();
    // That it is on, and that it has no directory.
    assertThat(said).hasSize(2);
    assertThat(said.get(1)).contains(named.toString());
    assertThat(StandardError.of(inventory.process()).otherLines()).isEmpty();
  }

  @Test
  void aReadOnlyRootAndATempDirectoryWithoutExecutionHinderNothing() throws IOException {
    Superuser.assume();
    Path temp = Files.createDirectory(pod.logs().resolve("tmp"));
    String[] confined = {
      "unshare",
      "--mount",
      "sh",
      "-c",
      "mount -t tmpfs -o noexec tmpfs "
          + temp
          + " && mount -o remount,bind,ro / && ! touch "
          + temp.resolveSibling("x")
          + " 2>/dev/null && exec \"$@\"",
      "sh"
    };
    assumeTrue(run(confined), "no name space with a read-only root can be made");
    assumeTrue(pod.shared().path().startsWith("/dev/shm"), "no memory file system");
    pod.sidecarSetup(launch -> launch.through(confined).flags("-Djava.io.tmpdir=" + temp));
    pod.startSidecar();
    Pod.AgentLaunch launch = pod.withAgent("inventory", "");
    launch.launch().through(confined).flags("-Djava.io.tmpdir=" + temp);
    Service inventory = Probe.listening(launch);

    Probe.awaitArrival(receiver, Probe.ask(inventory));

    assertThat(StandardError.of(inventory.process()).agentLines()).hasSize(1);
    assertThat(StandardError.of(inventory.process()).otherLines()).isEmpty();
  }

  private static boolean run(String... confined) throws IOException {
    String[] command = java.util.Arrays.copyOf(confined, confined.length + 1);
    command[confined.length] = "true";
    return Superuser.run(command);
  }
}
