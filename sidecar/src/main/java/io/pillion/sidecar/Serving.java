package io.pillion.sidecar;

import io.pillion.ipc.BellListener;
import io.pillion.ipc.IpcRoot;
import io.pillion.ipc.LifeLock;
import io.pillion.sidecar.export.TelemetryExporter;
import io.pillion.sidecar.ingest.CheckLoop;
import io.pillion.sidecar.ingest.IngestLoop;
import io.pillion.sidecar.ingest.RecentDecisions;
import io.pillion.sidecar.log.EventLog;
import io.pillion.sidecar.policy.PolicyEngine;
import io.pillion.sidecar.red.RequestDurations;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The hold on one shared directory: its lock, and the loops that serve it. If the directory is
 * removed, the hold is lost, and another is to be taken.
 *
 * <p><b>Threading.</b> {@link #take}, {@link #start} and {@link #close} by one thread at a time.
 */
final class Serving implements AutoCloseable {
  private static final Object NO_BELL = "no bell";

  private final IpcRoot root;
  private final LifeLock lock;
  private final List<Object> doors;
  private final IngestLoop ingest;
  private final CheckLoop checks;

  /** What the loops need, whichever directory they serve. */
  record Parts(
      PolicyEngine engine,
      TelemetryExporter exporter,
      RecentDecisions recentDecisions,
      RequestDurations durations,
      IngestLoop.Settings settings,
      Duration busyPoll,
      EventLog log) {}

  private Serving(IpcRoot root, LifeLock lock, Parts parts) throws IOException {
    this.root = root;
    this.lock = lock;
    BellListener telemetryBell = BellListener.telemetry(root);
    try {
      BellListener checksBell = BellListener.checks(root);
      this.doors = doors(root);
      this.ingest =
          new IngestLoop(
              root,
              telemetryBell,
              parts.exporter(),
              parts.recentDecisions(),
              parts.durations(),
              parts.log(),
              parts.settings());
      this.checks =
          new CheckLoop(
              root,
              checksBell,
              parts.engine(),
              parts.recentDecisions(),
              parts.log(),
              parts.busyPoll());
    } catch (IOException e) {
      telemetryBell.close();
      throw e;
    }
  }

  /**
   * Takes a directory, making it if it is missing. Nothing that an agent acts on is changed yet.
   *
   * @return null if another sidecar holds it
   */
  static @Nullable Serving take(Path directory, Parts parts) throws IOException {
    IpcRoot root = IpcRoot.open(directory);
    LifeLock lock = LifeLock.tryAcquire(root.folder().resolve(LifeLock.SIDECAR));
    if (lock == null) {
      return null;
    }
    try {
      return new Serving(root, lock, parts);
    } catch (IOException e) {
      lock.close();
      throw e;
    }
  }

  /** What agents and other sidecars find this one by. */
  private static List<Object> doors(IpcRoot root) throws IOException {
    List<Object> keys = new ArrayList<>();
    keys.add(fileKey(root.folder().resolve(LifeLock.SIDECAR)));
    for (Path bell : BellListener.sockets(root)) {
      keys.add(attributes(bell).isOther() ? fileKey(bell) : NO_BELL);
    }
    return keys;
  }

  private static Object fileKey(Path file) throws IOException {
    return String.valueOf(attributes(file).fileKey());
  }

  private static BasicFileAttributes attributes(Path file) throws IOException {
    return Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
  }

  IpcRoot root() {
    return root;
  }

  IngestLoop ingest() {
    return ingest;
  }

  CheckLoop checks() {
    return checks;
  }

  void start() {
    ingest.start();
    checks.start();
  }

  /** Time since the loop that is further behind last came round. */
  long idleMillis() {
    return Math.max(ingest.idleMillis(), checks.idleMillis());
  }

  /** Whether the lock or a bell is no longer the one that others would find. */
  boolean isLost() {
    try {
      List<Object> found = doors(root);
      // A bell may have been replaced before it was first looked at.
      return !found.equals(doors) || found.contains(NO_BELL);
    } catch (IOException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    checks.close();
    ingest.close();
    lock.close();
  }
}
