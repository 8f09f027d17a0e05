package io.pillion.bench.torture;

import examples.pillion.demo.Await;
import examples.pillion.demo.OtlpServer;
import examples.pillion.demo.PrivateDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * Does the faults. Each leaves sidecar and application running, the back end willing and the file
 * system with room; what has become of the records is for others to say.
 */
final class Faults {
  private static final Duration END_LIMIT = Duration.ofSeconds(30);
  private static final Duration REMOVE_LIMIT = Duration.ofSeconds(5);
  private static final int AWAY_MILLIS = 2000;
  private static final int SHORTEST_STOP_MILLIS = 100;
  private static final int LONGEST_STOP_MILLIS = 5000;
  private static final int LONGEST_ACKNOWLEDGEMENT_MILLIS = 500;
  private static final int FILLING_REQUESTS = 4000;
  private static final int FILLING_AT_ONCE = 16;
  private static final long[] CLOCK_STEPS_SECONDS = {3600, -3600, 86_400, -86_400, 30, -30};

  private final Rig rig;
  private final int fewestKills;
  private final int mostKills;

  /**
   * Faults to the given processes.
   *
   * @param fewestKills in a burst
   */
  Faults(Rig rig, int fewestKills, int mostKills) {
    this.rig = rig;
    this.fewestKills = fewestKills;
    this.mostKills = mostKills;
  }

  /** The kinds that can be done here. */
  Set<StepKind> possible() {
    Set<StepKind> possible = EnumSet.allOf(StepKind.class);
    if (rig.tmpfs() == null) {
      possible.remove(StepKind.DISK_FULL);
    }
    if (rig.clock() == null) {
      possible.remove(StepKind.CLOCK_STEP);
    }
    return possible;
  }

  /**
   * Does one step.
   *
   * @return what was done in particular
   */
  String play(Step step) throws IOException {
    SplittableRandom random = step.random();
    rig.backEnd()
        .acknowledgeAfter(Duration.ofMillis(random.nextInt(LONGEST_ACKNOWLEDGEMENT_MILLIS)));
    return switch (step.kind()) {
      case SIDECAR_KILLS -> killSidecar(random);
      case SIDECAR_KILLED_STOPPING -> killSidecarStopping(random);
      case SIDECAR_RESTART -> restartSidecar(random);
      case SIDECAR_STOP -> stopSidecar(random);
      case SIDECAR_STUTTER -> stutter(random);
      case APP_KILL -> killApp(random);
      case APP_STOP -> stopApp(random);
      case APP_RESTART -> restartApp(random);
      case BACKEND_REFUSES -> spoilBackEnd(OtlpServer.Mood.REFUSE, random);
      case BACKEND_HANGS -> spoilBackEnd(OtlpServer.Mood.HANG, random);
      case DISK_FULL -> fillDisk(random);
      case CLOCK_STEP -> stepClock(random);
      case DAMAGE -> damage(random);
      case REMOVE_SESSION -> removeSession(random);
      case REMOVE_ROOT -> removeRoot(random);
    };
  }

  private String killSidecar(SplittableRandom random) {
    int kills = random.nextInt(fewestKills, mostKills + 1);
    for (int i = 0; i < kills; i++) {
      boolean settled = random.nextBoolean();
      if (settled) {
        rig.awaitSidecar();
      }
      pass(random.nextInt(settled ? 600 : 1000));
      rig.killSidecar();
      pass(shortMostly(random, AWAY_MILLIS));
      rig.launchSidecar();
    }
    return "kills=" + kills;
  }

  /** From 0 on; mostly near it. */
  private static int shortMostly(SplittableRandom random, int bound) {
    double u = random.nextDouble();
    return (int) (bound * u * u * u * u);
  }

  private String killSidecarStopping(SplittableRandom random) {
    int after = random.nextInt(300);
    rig.awaitSidecar();
    rig.pod().sidecar().terminate();
    pass(after);
    rig.killSidecar();
    pass(shortMostly(random, AWAY_MILLIS));
    rig.launchSidecar();
    return "after ms=" + after;
  }

  private String restartSidecar(SplittableRandom random) {
    rig.awaitSidecar();
    rig.endSidecar();
    int away = random.nextInt(AWAY_MILLIS);
    pass(away);
    rig.launchSidecar();
    return "away ms=" + away;
  }

  private String stopSidecar(SplittableRandom random) {
    int millis = stopMillis(random);
    rig.pod().sidecar().pause();
    pass(millis);
    rig.pod().sidecar().resume();
    pass(300);
    return "ms=" + millis;
  }

  private static int stopMillis(SplittableRandom random) {
    return SHORTEST_STOP_MILLIS + shortMostly(random, LONGEST_STOP_MILLIS - SHORTEST_STOP_MILLIS);
  }

  /**
   * Each pause is a little longer than the agent waits after a question without answer, so that it
   * asks again just before the sidecar goes on with what was asked first.
   */
  private String stutter(SplittableRandom random) {
    int times = random.nextInt(10, 20);
    for (int i = 0; i < times; i++) {
      rig.pod().sidecar().pause();
      pass(random.nextInt(100, 160));
      rig.pod().sidecar().resume();
      pass(random.nextInt(50, 300));
    }
    return "times=" + times;
  }

  private String killApp(SplittableRandom random) {
    pass(random.nextInt(500));
    rig.killApp();
    pass(shortMostly(random, 1000));
    rig.startApp(true);
    return "restarted";
  }

  private String stopApp(SplittableRandom random) {
    int millis = stopMillis(random);
    rig.app().process().pause();
    pass(millis);
    rig.app().process().resume();
    pass(300);
    return "ms=" + millis;
  }

  private String restartApp(SplittableRandom random) {
    pass(random.nextInt(500));
    rig.replaceApp();
    return "replaced";
  }

  private String spoilBackEnd(OtlpServer.Mood mood, SplittableRandom random) {
    int millis = random.nextInt(500, 4000);
    boolean kill = random.nextBoolean();
    rig.backEnd().mood(mood);
    try {
      pass(millis / 2);
      if (kill) {
        rig.killSidecar();
        rig.launchSidecar();
      }
      pass(millis / 2);
    } finally {
      rig.backEnd().mood(OtlpServer.Mood.ACCEPT);
    }
    return "ms=" + millis + (kill ? ", sidecar killed meanwhile" : "");
  }

  /** With the back end away, or segments would be freed as fast as they fill. */
  private String fillDisk(SplittableRandom random) throws IOException {
    Tmpfs tmpfs = rig.tmpfs();
    if (tmpfs == null) {
      throw new IllegalStateException("no file system to fill");
    }
    boolean restart = random.nextBoolean();
    rig.backEnd().mood(OtlpServer.Mood.REFUSE);
    try {
      tmpfs.fill();
      rig.load().burst(FILLING_REQUESTS, FILLING_AT_ONCE);
      if (restart) {
        rig.killSidecar();
        rig.launchSidecar();
      }
      pass(random.nextInt(500, 2000));
    } finally {
      tmpfs.free();
      rig.backEnd().mood(OtlpServer.Mood.ACCEPT);
    }
    return restart ? "sidecar killed meanwhile" : "";
  }

  private String stepClock(SplittableRandom random) throws IOException {
    FakeClock clock = rig.clock();
    if (clock == null) {
      throw new IllegalStateException("no clock to step");
    }
    clock.stepTo(0);
    StringBuilder steps = new StringBuilder("seconds=");
    rig.pod().through(clock.prefix());
    try {
      restartBoth();
      for (int i = 0; i < 2; i++) {
        long seconds = CLOCK_STEPS_SECONDS[random.nextInt(CLOCK_STEPS_SECONDS.length)];
        clock.stepTo(seconds);
        // The library looks once a second.
        pass(2200);
        steps.append(seconds).append(' ');
      }
    } finally {
      rig.pod().through();
    }
    restartBoth();
    return steps.toString().strip();
  }

  private void restartBoth() {
    rig.awaitSidecar();
    rig.endSidecar();
    rig.launchSidecar();
    rig.awaitSidecar();
    rig.replaceApp();
  }

  private String damage(SplittableRandom random) throws IOException {
    SessionAudit audit = liveSession();
    rig.awaitSidecar();
    pass(random.nextInt(300));
    Damage damage = Damage.choose(audit.directory(), random);
    audit.damaged(damage.cutsHeader());
    damage.inflict(audit.directory());
    boolean kill = random.nextInt(3) == 0;
    if (kill) {
      pass(random.nextInt(300));
      rig.killSidecar();
      rig.launchSidecar();
    }
    pass(1500);
    return damage + (kill ? ", sidecar killed after it" : "");
  }

  private SessionAudit liveSession() {
    long pid = rig.app().process().pid();
    Await.until(
        END_LIMIT,
        () -> {
          SessionAudit newest = rig.audits().newestOf(pid);
          return newest != null && newest.present();
        },
        () -> "application has no session: pid=" + pid);
    SessionAudit audit = rig.audits().newestOf(pid);
    if (audit == null) {
      throw new IllegalStateException("session vanished: pid=" + pid);
    }
    return audit;
  }

  private String removeSession(SplittableRandom random) {
    SessionAudit audit = liveSession();
    rig.awaitSidecar();
    pass(random.nextInt(300));
    audit.damaged(false);
    remove(audit.directory());
    pass(1500);
    return "";
  }

  private String removeRoot(SplittableRandom random) {
    SessionAudit audit = liveSession();
    rig.awaitSidecar();
    pass(random.nextInt(300));
    audit.damaged(false);
    Path root = rig.pod().shared().path().resolve("v1");
    remove(root);
    pass(1500);
    return "";
  }

  /** Those who do not know of it yet may put a file into it meanwhile: then once more. */
  private static void remove(Path directory) {
    Await.until(
        REMOVE_LIMIT,
        () -> {
          try {
            new PrivateDirectory(directory).close();
            return true;
          } catch (UncheckedIOException e) {
            return !Files.exists(directory);
          }
        },
        () -> "cannot be removed: path=" + directory);
  }

  private static void pass(int millis) {
    Await.pass(Duration.ofMillis(millis));
  }
}
