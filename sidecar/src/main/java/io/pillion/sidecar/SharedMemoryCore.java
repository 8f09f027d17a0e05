package io.pillion.sidecar;

import io.pillion.ipc.IpcRoot;
import io.pillion.ipc.PolicyPage;
import io.pillion.ipc.SessionPipes;
import io.pillion.ipc.policy.Decision;
import io.pillion.sidecar.admin.PolicyStatus;
import io.pillion.sidecar.config.ConfigKeys;
import io.pillion.sidecar.config.Problem;
import io.pillion.sidecar.config.SidecarConfig;
import io.pillion.sidecar.export.TelemetryExporter;
import io.pillion.sidecar.ingest.DecisionView;
import io.pillion.sidecar.ingest.IngestLoop;
import io.pillion.sidecar.ingest.RecentDecisions;
import io.pillion.sidecar.ingest.RefusedSession;
import io.pillion.sidecar.ingest.SessionView;
import io.pillion.sidecar.log.EventLog;
import io.pillion.sidecar.policy.PolicyEngine;
import io.pillion.sidecar.red.RequestDurations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The core over the shared directory: ingest, checks and policy put together. A thread of its own,
 * {@code pillion-directory}, looks every two seconds whether the directory is still there; if
 * somebody removed it, its lock or a bell, it is taken anew, with the policy page, so that
 * applications find it as before. It also frees a loop that a pipe in a session holds up.
 */
final class SharedMemoryCore implements Core {
  private static final long LOOK_MILLIS = 2_000;

  /** Longer than an application needs to see that its session was removed. */
  private static final Duration FINISH_REMOVED = Duration.ofSeconds(8);

  private static final long HELD_UP_MILLIS = 3_000;

  /** Set to {@code cursor-before-ack} by the test that proves that the fault tests can fail. */
  private static final String SEED_DEFECT = "pillion.test.seed-defect";

  private final Path directory;
  private final PolicyInForce policy;
  private final Serving.Parts parts;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread keeper = new Thread(this::keep, "pillion-directory");
  private volatile Serving serving;
  private volatile @Nullable Long lostNs;

  private SharedMemoryCore(
      Path directory, PolicyInForce policy, Serving.Parts parts, Serving serving) {
    this.directory = directory;
    this.policy = policy;
    this.parts = parts;
    this.serving = serving;
    keeper.setDaemon(true);
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
        SidecarConfig config,
        TelemetryExporter exporter,
        RequestDurations durations,
        EventLog log,
        Consumer<Problem> problems) {
      Path configured = config.ipcDir();
      Path directory = IpcRoot.locate(configured == null ? null : configured.toString());
      PolicyEngine engine = new PolicyEngine();
      PolicyInForce policy = PolicyInForce.load(config, engine, log, problems);
      Serving.Parts parts =
          new Serving.Parts(
              engine,
              exporter,
              new RecentDecisions(),
              durations,
              settings(config),
              config.policyBusyPoll(),
              log);
      Serving serving = null;
      try {
        serving = Serving.take(directory, parts);
        if (serving == null) {
          problems.accept(
              config.problemWith(
                  ConfigKeys.IPC_DIR,
                  "another sidecar serves this directory: ipc.dir="
                      + directory
                      + "; stop it or choose another directory"));
        } else if (policy != null) {
          return new SharedMemoryCore(directory, policy, parts, serving);
        }
      } catch (IOException e) {
        problems.accept(config.problemWith(ConfigKeys.IPC_DIR, describe(e)));
      }
      closeQuietly(serving);
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

  private static void closeQuietly(@Nullable Serving serving) {
    if (serving != null) {
      try {
        serving.close();
      } catch (IOException e) {
        // What is left of the hold ends with the process.
      }
    }
  }

  @Override
  public Path directory() {
    return directory;
  }

  /** Only here, with everything else at hand, is the policy that agents act on replaced. */
  @Override
  public void start() {
    try {
      policy.publishTo(serving.root());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    serving.start();
    policy.watch(() -> serving.checks().policyChanged());
    keeper.start();
  }

  private void keep() {
    try {
      while (!closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        if (lostNs != null || serving.isLost()) {
          takeAnew();
        } else if (serving.idleMillis() > HELD_UP_MILLIS) {
          freeHeldUp();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** First of all, for an application that starts now would else find no policy. */
  private void publishAgain() {
    try {
      IpcRoot root = IpcRoot.open(directory);
      if (new PolicyPage(root).read() == null) {
        policy.publishTo(root);
      }
    } catch (IOException e) {
      parts.log().error("policy cannot be published again yet", "cause", e);
    }
  }

  private void freeHeldUp() {
    try {
      int pipes = SessionPipes.remove(serving.root());
      if (pipes > 0) {
        parts.log().error("pipes removed from sessions, they held up reading", "count", pipes);
      }
    } catch (IOException e) {
      parts.log().error("sessions cannot be looked through", "cause", e);
    }
  }

  private void takeAnew() {
    if (lostNs == null) {
      lostNs = System.nanoTime();
      parts
          .log()
          .error(
              "shared directory or a part of it was removed, taking it anew", "ipc.dir", directory);
      publishAgain();
      if (!serving.ingest().finishRemoved(FINISH_REMOVED)) {
        parts.log().error("records of removed sessions are lost, they could not be delivered");
      }
      closeQuietly(serving);
    }
    Serving next = null;
    try {
      next = Serving.take(directory, parts);
      if (next != null) {
        policy.publishTo(next.root());
        next.start();
        serving = next;
        lostNs = null;
        parts.log().info("shared directory is back", "ipc.dir", directory);
      }
    } catch (IOException | RuntimeException e) {
      closeQuietly(next);
      parts.log().error("shared directory cannot be taken, trying again", "cause", e);
    }
  }

  @Override
  public boolean drain(Duration atMost) {
    return serving.ingest().drain(atMost);
  }

  @Override
  public List<SessionView> sessions() {
    return serving.ingest().sessions();
  }

  @Override
  public List<RefusedSession> refusedSessions() {
    return serving.ingest().refusedSessions();
  }

  @Override
  public List<DecisionView> recentDecisions() {
    return parts.recentDecisions().newestFirst();
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
    Long since = lostNs;
    return since == null
        ? serving.ingest().idleMillis()
        : TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      keeper.join(TimeUnit.SECONDS.toMillis(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    policy.close();
    closeQuietly(serving);
  }
}
