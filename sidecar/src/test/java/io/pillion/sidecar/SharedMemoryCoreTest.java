package io.pillion.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.ipc.IpcRoot;
import io.pillion.ipc.PolicyPage;
import io.pillion.ipc.policy.PolicySnapshot;
import io.pillion.sidecar.config.ConfigLoader;
import io.pillion.sidecar.config.Problem;
import io.pillion.sidecar.config.SidecarConfig;
import io.pillion.sidecar.export.ExportResult;
import io.pillion.sidecar.export.SpanBatch;
import io.pillion.sidecar.export.SpanExporter;
import io.pillion.sidecar.log.EventLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class SharedMemoryCoreTest {
  private static final String DENY_ADMIN =
      """
      apiVersion: security.istio.io/v1
      kind: AuthorizationPolicy
      metadata: {name: no-admin}
      spec:
        action: DENY
        rules:
        - to:
          - operation: {paths: ["/admin/*"]}
      """;

  @TempDir Path temp;
  private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
  private final List<Problem> problems = new ArrayList<>();
  private Path policy;

  @BeforeEach
  void writePolicy() throws IOException {
    policy = Files.writeString(temp.resolve("policy.yaml"), DENY_ADMIN);
  }

  private Core open(Map<String, String> environment) {
    Map<String, String> all = new java.util.HashMap<>(environment);
    all.put("PILLION_IPC_DIR", temp.resolve("ipc").toString());
    SidecarConfig config = ConfigLoader.load(null, all).config();
    return new SharedMemoryCore.Factory()
        .open(
            config,
            new DiscardingExporter(),
            new EventLog(new PrintStream(logged, true, StandardCharsets.UTF_8), Clock.systemUTC()),
            problems::add);
  }

  private Map<String, String> withPolicy() {
    return Map.of("PILLION_POLICY_PATH", policy.toString());
  }

  private int publishedPolicies() throws Exception {
    PolicyPage.Content content = new PolicyPage(IpcRoot.open(temp.resolve("ipc"))).read();
    return content == null ? -1 : PolicySnapshot.decode(content.snapshot()).size();
  }

  @Test
  void aStartThatFailsLeavesThePublishedPolicyAlone() throws Exception {
    try (Core core = open(withPolicy())) {
      core.start();
      assertThat(publishedPolicies()).isEqualTo(1);
    }
    // Opened, and never started: as when a port is taken.
    open(Map.of()).close();
    assertThat(publishedPolicies()).isEqualTo(1);
  }

  @Test
  void endingPublishedPoliciesByForgettingThemIsSaid() throws Exception {
    try (Core core = open(withPolicy())) {
      core.start();
    }
    try (Core core = open(Map.of())) {
      core.start();
    }
    assertThat(publishedPolicies()).isZero();
    assertThat(logged.toString(StandardCharsets.UTF_8))
        .contains("level=warn")
        .contains("policy.path is not set, the policies published before end now");
  }

  @Test
  void aRemovedDirectoryIsTakenAnewWithItsPolicy() throws Exception {
    try (Core core = open(withPolicy())) {
      core.start();
      delete(temp.resolve("ipc"));
      // The page comes first, the bells last.
      Path bell = temp.resolve("ipc/v1/checks.bell");
      long deadline = System.nanoTime() + 20_000_000_000L;
      while (!Files.exists(bell) && System.nanoTime() - deadline < 0) {
        LockSupport.parkNanos(10_000_000);
      }
      assertThat(publishedPolicies()).isEqualTo(1);
      assertThat(temp.resolve("ipc/v1/sidecar.lock")).exists();
      assertThat(bell).exists();
      assertThat(temp.resolve("ipc/v1/telemetry.bell")).exists();
    }
  }

  @Test
  void aSecondSidecarOnTheDirectoryIsAProblem() {
    try (Core first = open(Map.of())) {
      first.start();
      open(Map.of()).close();
      assertThat(problems).hasSize(1);
      assertThat(problems.get(0).message()).contains("another sidecar serves this directory");
    }
  }

  private static void delete(Path directory) throws IOException {
    List<Path> all;
    try (Stream<Path> tree = Files.walk(directory)) {
      all = tree.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }

  private static final class DiscardingExporter implements SpanExporter {
    @Override
    public CompletableFuture<ExportResult> export(SpanBatch batch) {
      return CompletableFuture.completedFuture(new ExportResult(batch.size(), 0, null));
    }

    @Override
    public void close() {}
  }
}
