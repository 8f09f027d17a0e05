package io.pillion.sidecar;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.ipc.IpcRoot;
import io.pillion.ipc.PolicyPage;
import io.pillion.ipc.policy.PolicySnapshot;
import io.pillion.ipc.wire.LogRecord;
import io.pillion.ipc.wire.MetricRecord;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.sidecar.config.ConfigLoader;
import io.pillion.sidecar.config.Problem;
import io.pillion.sidecar.config.SidecarConfig;
import io.pillion.sidecar.export.Batch;
import io.pillion.sidecar.export.ExportResult;
import io.pillion.sidecar.export.TelemetryExporter;
import io.pillion.sidecar.ingest.FakeApplication;
import io.pillion.sidecar.log.EventLog;
import io.pillion.sidecar.testing.Await;
import io.pillion.sidecar.testing.TestSpans;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
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
    return open(environment, new DiscardingExporter());
  }

  private Core open(Map<String, String> environment, TelemetryExporter exporter) {
    Map<String, String> all = new java.util.HashMap<>(environment);
    all.put("PILLION_IPC_DIR", temp.resolve("ipc").toString());
    SidecarConfig config = ConfigLoader.load(null, all).config();
    return new SharedMemoryCore.Factory()
        .open(
            config,
            exporter,
            TestSpans.durations(),
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
  void aRemovedOrReplacedBellIsHungAnew() throws Exception {
    try (Core core = open(withPolicy())) {
      core.start();
      for (String name : List.of("telemetry.bell", "checks.bell")) {
        Path bell = temp.resolve("ipc/v1").resolve(name);
        // The other one's turn may just have taken this one down and up again.
        Await.until("hung", () -> Files.exists(bell));
        Files.deleteIfExists(bell);
        Await.until("hung anew", () -> Files.exists(bell));
        Path noBell = Files.writeString(temp.resolve("no bell"), "no bell");
        Files.move(noBell, bell, StandardCopyOption.ATOMIC_MOVE);
        Await.until("replaced", () -> !Files.isRegularFile(bell) && Files.exists(bell));
      }
      assertThat(publishedPolicies()).isEqualTo(1);
    }
  }

  @Test
  void aPipeInASegmentsPlaceHoldsNobodyUp() throws Exception {
    HoldingExporter exporter = new HoldingExporter();
    Map<String, String> oneSmallBatch =
        Map.of(
            "PILLION_EXPORT_OTLP_BATCH_SIZE", "10",
            "PILLION_EXPORT_OTLP_MAX_IN_FLIGHT", "1");
    try (Core core = open(oneSmallBatch, exporter);
        FakeApplication application = new FakeApplication(temp.resolve("ipc"), "hostile")) {
      core.start();
      // Read and not acknowledged: nothing more is read, so what comes next can be replaced.
      application.offer(1, 10);
      Await.until("a batch", () -> exporter.held != null);
      Path third =
          offerUntilSegment(application, "19700101-0003.cq4").resolveSibling("19700101-0002.cq4");
      Files.delete(third);
      assertThat(new ProcessBuilder("mkfifo", third.toString()).start().waitFor()).isZero();

      exporter.letGo();

      Await.until("the session is given up", () -> !Files.exists(third));
      assertThat(logged.toString(StandardCharsets.UTF_8)).contains("not a plain file");
      assertThat(core.idleMillis()).isLessThan(1_500);
      long before = exporter.exported.get();
      try (FakeApplication other = new FakeApplication(temp.resolve("ipc"), "other")) {
        other.offer(1, 5);
        Await.until("others are read", () -> exporter.exported.get() >= before + 5);
      }
    }
  }

  private Path offerUntilSegment(FakeApplication application, String name) throws IOException {
    for (long id = 11; ; id += 1_000) {
      application.offer(id, id + 999);
      Path session;
      try (Stream<Path> entries = Files.list(temp.resolve("ipc/v1"))) {
        session =
            entries
                .filter(path -> path.getFileName().toString().startsWith("s-"))
                .findFirst()
                .get();
      }
      Path segment = session.resolve("telemetry").resolve(name);
      Path current = session.resolve("session.hdr");
      long until = id + 999;
      Await.until("written", () -> written(current) == until);
      if (Files.exists(segment)) {
        return segment;
      }
    }
  }

  /** The count of written records, by its place in the header. */
  private static long written(Path header) {
    try {
      return ByteBuffer.wrap(Files.readAllBytes(header)).order(ByteOrder.LITTLE_ENDIAN).getLong(96);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
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

  /** Keeps the first batch until it is let go, and takes all others. */
  private static final class HoldingExporter implements TelemetryExporter {
    final AtomicLong exported = new AtomicLong();
    volatile CompletableFuture<ExportResult> held;

    @Override
    public CompletableFuture<ExportResult> export(Batch<SpanRecord> batch) {
      exported.addAndGet(batch.size());
      if (held == null) {
        held = new CompletableFuture<>();
        return held;
      }
      return CompletableFuture.completedFuture(new ExportResult(batch.size(), 0, null));
    }

    void letGo() {
      held.complete(new ExportResult(10, 0, null));
    }

    @Override
    public CompletableFuture<ExportResult> exportMetrics(Batch<MetricRecord> batch) {
      return CompletableFuture.completedFuture(new ExportResult(batch.size(), 0, null));
    }

    @Override
    public CompletableFuture<ExportResult> exportLogs(Batch<LogRecord> batch) {
      return CompletableFuture.completedFuture(new ExportResult(batch.size(), 0, null));
    }

    @Override
    public void close() {}
  }

  private static final class DiscardingExporter implements TelemetryExporter {
    @Override
    public CompletableFuture<ExportResult> export(Batch<SpanRecord> batch) {
      return CompletableFuture.completedFuture(new ExportResult(batch.size(), 0, null));
    }

    @Override
    public CompletableFuture<ExportResult> exportMetrics(Batch<MetricRecord> batch) {
      return CompletableFuture.completedFuture(new ExportResult(batch.size(), 0, null));
    }

    @Override
    public CompletableFuture<ExportResult> exportLogs(Batch<LogRecord> batch) {
      return CompletableFuture.completedFuture(new ExportResult(batch.size(), 0, null));
    }

    @Override
    public void close() {}
  }
}
