package io.pillion.sidecar;

import io.pillion.ipc.BellListener;
import io.pillion.ipc.IpcRoot;
import io.pillion.ipc.LifeLock;
import io.pillion.ipc.policy.Decision;
import io.pillion.sidecar.admin.PolicyStatus;
import io.pillion.sidecar.config.ConfigKeys;
import io.pillion.sidecar.config.Problem;
import io.pillion.sidecar.config.SidecarConfig;
import io.pillion.sidecar.export.SpanExporter;
import io.pillion.sidecar.ingest.CheckLoop;
import io.pillion.sidecar.ingest.DecisionView;
import io.pillion.sidecar.ingest.IngestLoop;
import io.pillion.sidecar.ingest.RecentDecisions;
import io.pillion.sidecar.ingest.SessionView;
import io.pillion.sidecar.log.EventLog;
import io.pillion.sidecar.policy.PolicyEngine;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The core over the shared directory: ingest, checks and policy put together. */
final class SharedMemoryCore implements Core {
  private static final String LOCK = "sidecar.lock";

  /** Set to {@code cursor-before-ack} by the test that proves that the fault tests can fail. */
  private static final String SEED_DEFECT = "pillion.test.seed-defect";

  private final Path directory;
  private final LifeLock lock;
  private final PolicyInForce policy;
  private final RecentDecisions recentDecisions;
  private final IngestLoop ingest;
  private final CheckLoop checks;

  private SharedMemoryCore(
      IpcRoot root,
      Path directory,
      LifeLock lock,
      PolicyInForce policy,
      PolicyEngine engine,
      SidecarConfig config,
      SpanExporter exporter,
      EventLog log)
      throws IOException {
    this.directory = directory;
    this.lock = lock;
    this.policy = policy;
    this.recentDecisions = new RecentDecisions();
    this.ingest =
        new IngestLoop(
            root, BellListener.telemetry(root), exporter, recentDecisions, log, settings(config));
    this.checks = new CheckLoop(root, BellListener.checks(root), engine, recentDecisions, log);
  }

  private static IngestLoop.Settings settings(SidecarConfig config) {
    return new IngestLoop.Settings(
        config.exportBatchSize(),
        config.exportLinger(),
        config.exportMaxInFlight(),
        "cursor-before-ack".equals(System.getProperty(SEED_DEFECT)));
  }

  /** Opens cores. */
  static final class Factory implements Core.Factory {

    @Override
    public Core open(
        SidecarConfig config, SpanExporter exporter, EventLog log, Consumer<Problem> problems) {
      Path configured = config.ipcDir();
      Path directory = IpcRoot.locate(configured == null ? null : configured.toString());
      PolicyEngine engine = new PolicyEngine();
      PolicyInForce policy = PolicyInForce.load(config, engine, log, problems);
      LifeLock lock = null;
      try {
        IpcRoot root = IpcRoot.open(directory);
        lock = LifeLock.tryAcquire(root.folder().resolve(LOCK));
        if (lock == null) {
          problems.accept(
              config.problemWith(
                  ConfigKeys.IPC_DIR,
                  "another sidecar serves this directory: ipc.dir="
                      + directory
                      + "; stop it or choose another directory"));
        } else if (policy != null) {
          policy.publishTo(root);
          return new SharedMemoryCore(root, directory, lock, policy, engine, config, exporter, log);
        }
      } catch (IOException e) {
        problems.accept(config.problemWith(ConfigKeys.IPC_DIR, describe(e)));
      }
      closeQuietly(lock);
      return new UnopenedCore(directory);
    }

    @Override
    public List<Problem> check(SidecarConfig config) {
      return PolicyInForce.check(config);
    }
  }

  /** The message of an AccessDeniedException, for one, is a path and nothing else. */
  private static String describe(IOException e) {
    return e instanceof FileSystemException ? e.toString() : String.valueOf(e.getMessage());
  }

  private static void closeQuietly(@Nullable LifeLock lock) {
    if (lock != null) {
      try {
        lock.close();
      } catch (IOException e) {
        // The process ends soon and frees it.
      }
    }
  }

  @Override
  public Path directory() {
    return directory;
  }

  @Override
  public void start() {
    policy.watch(checks::policyChanged);
    ingest.start();
    checks.start();
  }

  @Override
  public boolean drain(Duration atMost) {
    return ingest.drain(atMost);
  }

  @Override
  public List<SessionView> sessions() {
    return ingest.sessions();
  }

  @Override
  public List<DecisionView> recentDecisions() {
    return recentDecisions.newestFirst();
  }

  @Override
  public Map<Decision.Reason, Long> decisionReasons() {
    return policy.decisionReasons();
  }

  @Override
  public PolicyStatus policy() {
    return policy.status();
  }

  @Override
  public long idleMillis() {
    return ingest.idleMillis();
  }

  @Override
  public void close() {
    policy.close();
    checks.close();
    ingest.close();
    closeQuietly(lock);
  }
}
