package examples.pillion.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Pages of the shared directory count against the memory limit of who touches them first. */
@Timeout(120)
final class MemoryGroupIT {

  private static final long MIB = 1 << 20;

  /** A small JVM, and the application's share of the shared directory. */
  private static final long LIMIT_BYTES = 256 * MIB;

  /** Telemetry 16 MiB; requests three segments of 1.25 MiB; header, slots and tables. */
  private static final long BUDGET_BYTES = 16 * MIB + 4 * MIB + MIB;

  private static final int FLOOD = 14_000;
  private static final int AT_ONCE = 4;

  @RegisterExtension final Pods pods = new Pods();

  @Test
  void withoutASidecarTheApplicationStaysWithinItsLimitAndItsBudget() throws IOException {
    Group group = pods.closeLater(new Group());
    Pod pod = pods.pod(Jdk.current(), URI.create("http://127.0.0.1:9"));
    Pod.AgentLaunch launch = pod.withAgent("inventory", "");
    launch
        .launch()
        .through(
            "sh", "-c", "echo $$ >" + group.path.resolve("cgroup.procs") + " && exec \"$@\"", "sh")
        .flags("-Xmx96m", "-XX:+UseSerialGC");
    Service inventory = Probe.listening(launch);

    try {
      Load load = pods.load(1, List.of(Probe.WIDE), inventory.base());
      load.burst(FLOOD, AT_ONCE);

      assertThat(load.failures()).isEmpty();
      assertThat(inventory.process().alive()).isTrue();
      System.out.println(
          "shared bytes charged " + group.sharedBytes() + ", on disk " + pod.shared().sizeBytes());
      // It is near its cap, or this would show nothing.
      assertThat(pod.shared().sizeBytes()).isBetween(12 * MIB, BUDGET_BYTES);
      assertThat(group.sharedBytes()).isBetween(12 * MIB, BUDGET_BYTES);
    } finally {
      inventory.process().kill();
    }
  }

  /** A memory control group of version 1 or 2, beside the one that runs this. */
  private static final class Group implements AutoCloseable {
    final Path path;

    Group() throws IOException {
      Superuser.assume();
      boolean second = Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"));
      Path top = Path.of(second ? "/sys/fs/cgroup" : "/sys/fs/cgroup/memory");
      path = top.resolve("pillion-test-" + ProcessHandle.current().pid());
      boolean made = limited(second ? "memory.max" : "memory.limit_in_bytes");
      if (!made) {
        close();
      }
      assumeTrue(made, "no memory control group can be made");
    }

    /** Pages of memory file systems that its processes touched first. */
    long sharedBytes() throws IOException {
      return Files.readAllLines(path.resolve("memory.stat")).stream()
          .filter(line -> line.startsWith("shmem "))
          .mapToLong(line -> Long.parseLong(line.substring("shmem ".length())))
          .sum();
    }

    private boolean limited(String limit) {
      try {
        Files.createDirectory(path);
        Files.writeString(path.resolve(limit), Long.toString(LIMIT_BYTES));
        return true;
      } catch (IOException e) {
        return false;
      }
    }

    @Override
    public void close() {
      // Its last process may be on its way out.
      Await.within(Duration.ofSeconds(5), this::isRemoved);
    }

    private boolean isRemoved() {
      try {
        Files.deleteIfExists(path);
        return true;
      } catch (IOException e) {
        return false;
      }
    }
  }
}
