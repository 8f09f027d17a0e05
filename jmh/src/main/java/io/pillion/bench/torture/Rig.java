package io.pillion.bench.torture;

import examples.pillion.demo.Await;
import examples.pillion.demo.Jars;
import examples.pillion.demo.JavaProcess;
import examples.pillion.demo.OtlpServer;
import examples.pillion.demo.Pod;
import examples.pillion.demo.PrivateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The living things: one sidecar, one application under load, the back end, and what watches them
 * from outside.
 *
 * <p><b>Threading.</b> One thread; {@link #close} from any, also while the other is at work.
 *
 * <p><b>Ownership.</b> Owns processes, mount and directories; all are gone after {@link #close},
 * but for the outputs if they are to be kept.
 */
final class Rig implements AutoCloseable {
  static final Duration START_LIMIT = Duration.ofSeconds(60);
  static final Duration ANSWER_LIMIT = Duration.ofSeconds(40);

  private static final Duration END_LIMIT = Duration.ofSeconds(30);
  private static final Duration ACKNOWLEDGE_AFTER = Duration.ofMillis(200);
  private static final int WARM_UP_REQUESTS = 400;
  private static final int WARM_UP_AT_ONCE = 4;
  private static final String NAME = "torture-app";

  /**
   * A back end that hangs or refuses is left and tried again soon, or each step would take long.
   */
  private static final String[] EXPORT_SETTINGS = {
    "    linger: 200ms",
    "    timeout: 2s",
    "    retry:",
    "      initial-backoff: 100ms",
    "      max-backoff: 1s",
    ""
  };

  private final TortureOptions options;
  private final PrivateDirectory home;
  private final @Nullable Tmpfs tmpfs;
  private final @Nullable FakeClock clock;
  private final Ledger ledger = new Ledger();
  private final Latencies latencies = new Latencies();
  private final PacedLoad load;
  private final OtlpServer backEnd;
  private final Pod pod;
  private final SessionAudits audits;
  private final Path appJar;
  private final List<AppLife> lives = new ArrayList<>();
  private final Object starting = new Object();
  private boolean closed;
  private volatile boolean keepOutputs;
  private int sidecarKills;
  private int appKills;

  /** Makes everything that is not a process. */
  Rig(TortureOptions options) throws IOException {
    this.options = options;
    Jars jars = Jars.under(options.root());
    home = PrivateDirectory.onDisk("pillion-torture-");
    tmpfs = Tmpfs.mount();
    clock = FakeClock.find(home.path());
    appJar = AppJar.write(home.path());
    backEnd = new OtlpServer(ACKNOWLEDGE_AFTER, span -> ledger.arrived(span.key().traceId()));
    PrivateDirectory shared =
        tmpfs == null
            ? PrivateDirectory.inMemory("pillion-torture-")
            : new PrivateDirectory(tmpfs.folder().resolve("shared"));
    java.nio.file.Files.createDirectories(shared.path());
    pod = new Pod(jars, options.jdk(), backEnd.endpoint(), home, shared, EXPORT_SETTINGS);
    pod.policy().deny(Request.DENIED_PATHS);
    audits = new SessionAudits(shared.path());
    load = new PacedLoad(options.perSecond(), options.seed(), ledger, latencies);
  }

  Ledger ledger() {
    return ledger;
  }

  Latencies latencies() {
    return latencies;
  }

  PacedLoad load() {
    return load;
  }

  OtlpServer backEnd() {
    return backEnd;
  }

  Pod pod() {
    return pod;
  }

  SessionAudits audits() {
    return audits;
  }

  @Nullable Tmpfs tmpfs() {
    return tmpfs;
  }

  @Nullable FakeClock clock() {
    return clock;
  }

  /** Where the outputs of all processes are. */
  Path outputs() {
    return home.path();
  }

  void keepOutputs() {
    keepOutputs = true;
  }

  int sidecarKills() {
    return sidecarKills;
  }

  int appKills() {
    return appKills;
  }

  // The sidecar.

  /** Starts it without waiting for it. */
  void launchSidecar() {
    synchronized (starting) {
      requireOpen();
      pod.launchSidecar(defectFlags());
    }
  }

  /** Returns when it is ready. */
  void awaitSidecar() {
    JavaProcess sidecar = pod.sidecar();
    boolean ready =
        Await.within(START_LIMIT, () -> pod.api().ready() || !sidecar.alive()) && sidecar.alive();
    if (!ready) {
      throw new IllegalStateException(
          "sidecar is not ready: alive=" + sidecar.alive() + System.lineSeparator() + tail());
    }
  }

  private String tail() {
    return pod.sidecar().tail();
  }

  void killSidecar() {
    pod.sidecar().kill();
    sidecarKills++;
  }

  /** SIGTERM; returns when it is gone. */
  void endSidecar() {
    pod.sidecar().terminate();
    if (!pod.sidecar().awaitEnd(END_LIMIT)) {
      throw new IllegalStateException("sidecar does not end in order: pid=" + pod.sidecar().pid());
    }
  }

  // The application.

  /** The one that is under load. */
  AppLife app() {
    return lives.get(lives.size() - 1);
  }

  /** Whether a process of the application lives. */
  boolean isAlive(long pid) {
    return lives.stream().anyMatch(life -> life.process().pid() == pid && life.process().alive());
  }

  /** Whether it was ended by a SIGKILL of the campaign. */
  boolean wasKilled(long pid) {
    return lives.stream().anyMatch(life -> life.process().pid() == pid && life.killed());
  }

  /** Starts one, lets it compile what it needs outside the measurement, and gives it the load. */
  void startApp(boolean withAgent) {
    JavaProcess process = launchApp(withAgent);
    AppLife life = new AppLife(process, Pod.listening(process, NAME).base());
    load.warmUp(life, withAgent, WARM_UP_REQUESTS, WARM_UP_AT_ONCE);
    lives.add(life);
    load.moveTo(life, withAgent);
  }

  private JavaProcess launchApp(boolean withAgent) {
    synchronized (starting) {
      requireOpen();
      Pod.AgentLaunch launch =
          withAgent ? pod.withAgent(NAME, "telemetry.segment-size=1MiB") : pod.withoutAgent(NAME);
      launch.launch().flags(defectFlags());
      return launch.start(appJar);
    }
  }

  void killApp() {
    app().aboutToKill();
    app().process().kill();
    appKills++;
  }

  /** Starts another, gives it the load, and ends the old one when it has answered all it owes. */
  void replaceApp() {
    AppLife old = app();
    startApp(true);
    Await.until(
        ANSWER_LIMIT,
        () -> old.owed().get() == 0,
        () -> "requests unanswered: count=" + old.owed().get());
    old.process().terminate();
    if (!old.process().awaitEnd(END_LIMIT)) {
      throw new IllegalStateException("application does not end: pid=" + old.process().pid());
    }
  }

  private String[] defectFlags() {
    SeedDefect defect = options.defect();
    return defect == null ? new String[0] : new String[] {defect.flag()};
  }

  private void requireOpen() {
    if (closed) {
      throw new IllegalStateException("campaign was ended from outside");
    }
  }

  @Override
  public void close() {
    synchronized (starting) {
      // Nothing is started behind this.
      if (closed) {
        return;
      }
      closed = true;
    }
    load.close();
    pod.kill();
    backEnd.close();
    try {
      audits.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      removeFiles();
    }
  }

  private void removeFiles() {
    if (tmpfs == null) {
      pod.shared().close();
    } else {
      tmpfs.close();
    }
    if (!keepOutputs) {
      home.close();
    }
  }
}
