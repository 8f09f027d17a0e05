package io.pillion.bench;

import io.pillion.ipc.PolicyPage;
import io.pillion.ipc.policy.PolicySnapshot;
import io.pillion.ipc.policy.SnapshotFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The real sidecar as a process, with twenty policies, and an agent's link to it. */
final class LiveSidecar implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(60);
  private static final String ANY_PORT = "127.0.0.1:0";

  private final BenchDirectory directory;
  private final ChildJvm process;
  private final BenchLink bench;

  private LiveSidecar(BenchDirectory directory, ChildJvm process, BenchLink bench) {
    this.directory = directory;
    this.process = process;
    this.bench = bench;
  }

  /** Starts both and waits until the sidecar answers and its policy is published. */
  static LiveSidecar start() {
    return start(Map.of());
  }

  /**
   * Starts both and waits until the sidecar answers and its policy is published.
   *
   * @param settings of the sidecar, as environment variables
   */
  static LiveSidecar start(Map<String, String> settings) {
    BenchDirectory directory = BenchDirectory.make();
    Path ipc = directory.path().resolve("ipc");
    try {
      Path policies = directory.path().resolve("policies.yaml");
      try (InputStream resource = LiveSidecar.class.getResourceAsStream("policies.yaml")) {
        if (resource == null) {
          throw new IllegalStateException("policies.yaml is missing from the jar");
        }
        Files.copy(resource, policies);
      }
      Map<String, String> environment = new HashMap<>(settings);
      environment.put("PILLION_IPC_DIR", ipc.toString());
      environment.put("PILLION_POLICY_PATH", policies.toString());
      environment.put("PILLION_ADMIN_ADDRESS", ANY_PORT);
      environment.put("PILLION_HEALTH_ADDRESS", ANY_PORT);
      environment.put("PILLION_METRICS_ADDRESS", ANY_PORT);
      ChildJvm process =
          ChildJvm.start(
              directory.path().resolve("sidecar.log"),
              environment,
              List.of("-jar", Jars.sidecar().toString(), "run"));
      LiveSidecar started = new LiveSidecar(directory, process, BenchLink.start(ipc));
      started.awaitReady();
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitReady() {
    boolean ready =
        Await.until(
            START_LIMIT,
            () ->
                !process.alive()
                    || (bench.link().sidecarPresent()
                        && bench.link().policyRevision() != 0
                        && bench.policy() != null));
    if (!ready || !process.alive()) {
      String output = process.output();
      close();
      throw new IllegalStateException("sidecar did not come up: " + output);
    }
  }

  long pid() {
    return process.pid();
  }

  /** The directory shared with it. */
  Path ipc() {
    return directory.path().resolve("ipc");
  }

  BenchLink bench() {
    return bench;
  }

  /** The policies as the sidecar published them, encoded. */
  byte[] publishedPolicy() {
    PolicyPage.Content content = bench.policy();
    if (content == null) {
      throw new IllegalStateException("no policy was published");
    }
    return content.snapshot();
  }

  static PolicySnapshot decode(byte[] encoded) {
    try {
      return PolicySnapshot.decode(encoded);
    } catch (SnapshotFormatException e) {
      throw new IllegalStateException("policy cannot be read", e);
    }
  }

  /** The sidecar's processor time since its start. */
  Duration cpu() {
    return process.cpu();
  }

  @Override
  public void close() {
    bench.close();
    process.close();
    directory.close();
  }
}
