package io.pillion.sidecar.policy;

import io.pillion.ipc.policy.PolicySnapshot;
import io.pillion.sidecar.config.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/**
 * Keeps the policy in force equal to the files: reads them when they change and hands on what is
 * good. What is bad is reported once and changes nothing.
 *
 * <p><b>Threading.</b> {@link #start} and {@link #close} belong to one thread. Both listeners are
 * called on the watch thread {@code pillion-policy-watch}, never at the same time.
 *
 * <p><b>Failure.</b> Without file events, for example at the limit of watches, the files are still
 * read every {@link #POLL_INTERVAL}.
 */
public final class PolicySource implements AutoCloseable {
  /** How long a change may go unseen when no event tells of it. */
  public static final Duration POLL_INTERVAL = Duration.ofSeconds(5);

  private static final Duration SETTLE_INTERVAL = Duration.ofMillis(100);
  private static final Duration FEWER_SETTLE_INTERVAL = Duration.ofSeconds(1);
  private static final int SETTLE_ATTEMPTS = 20;

  private final PolicyFiles files;
  private final Consumer<PolicySnapshot> onSnapshot;
  private final Consumer<List<Problem>> onProblems;
  private final PolicyWatch watch;
  private PolicySnapshot inForce;
  private String seenDigest;
  private String reportedDigest = "";
  private volatile PolicyReload lastReload;

  private PolicySource(
      PolicyFiles files,
      PolicyLoad initial,
      PolicySnapshot snapshot,
      Duration pollInterval,
      Consumer<PolicySnapshot> onSnapshot,
      Consumer<List<Problem>> onProblems) {
    this.files = files;
    this.onSnapshot = onSnapshot;
    this.onProblems = onProblems;
    this.inForce = snapshot;
    this.seenDigest = initial.digest();
    this.lastReload = status(initial.problems(), initial.fileCount());
    this.watch = new PolicyWatch(files.path(), pollInterval, this::check);
  }

  /**
   * Begins to watch.
   *
   * @param initial what {@link PolicyFiles#load} gave at start, without problems and already in
   *     force
   * @param onSnapshot gets every later good snapshot that differs from the one before
   * @param onProblems gets the problems of every later bad content, once
   * @throws IllegalArgumentException if the initial load has problems
   */
  public static PolicySource start(
      PolicyFiles files,
      PolicyLoad initial,
      Consumer<PolicySnapshot> onSnapshot,
      Consumer<List<Problem>> onProblems) {
    return start(files, initial, POLL_INTERVAL, onSnapshot, onProblems);
  }

  static PolicySource start(
      PolicyFiles files,
      PolicyLoad initial,
      Duration pollInterval,
      Consumer<PolicySnapshot> onSnapshot,
      Consumer<List<Problem>> onProblems) {
    PolicySnapshot snapshot = initial.snapshot();
    if (snapshot == null) {
      throw new IllegalArgumentException("policy did not load: problems=" + initial.problems());
    }
    PolicySource source =
        new PolicySource(files, initial, snapshot, pollInterval, onSnapshot, onProblems);
    source.watch.start();
    return source;
  }

  /** How the last reading went. */
  public PolicyReload lastReload() {
    return lastReload;
  }

  /** On the watch thread. */
  private void check() {
    try {
      if (!files.digest().equals(seenDigest) && awaitSettled()) {
        reload();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      Problem problem =
          new Problem(
              files.path().toString(),
              0,
              0,
              "policy could not be put in force, trying again: " + e);
      reject(List.of(problem), lastReload.fileCount(), seenDigest);
      seenDigest = "";
    }
  }

  /** Waits until writers have paused; false if closed meanwhile. */
  private boolean awaitSettled() throws InterruptedException {
    String digest = files.digest();
    for (int i = 0; i < SETTLE_ATTEMPTS; i++) {
      if (watch.pause(SETTLE_INTERVAL)) {
        return false;
      }
      String later = files.digest();
      if (later.equals(digest)) {
        return true;
      }
      digest = later;
    }
    return true;
  }

  /**
   * A file that is written in several steps may look whole in between, with policies missing: fewer
   * of them are believed only if nothing follows for a while.
   */
  private boolean staysSo(String digest) throws InterruptedException {
    return !watch.pause(FEWER_SETTLE_INTERVAL) && files.digest().equals(digest);
  }

  private void reload() throws InterruptedException {
    PolicyLoad load = files.load();
    if (load.digest().equals(seenDigest)) {
      return;
    }
    PolicySnapshot next = load.snapshot();
    if (next != null && next.size() < inForce.size() && !staysSo(load.digest())) {
      return;
    }
    seenDigest = load.digest();
    if (load.snapshot() == null) {
      reject(load.problems(), load.fileCount(), load.digest());
    } else {
      accept(load.snapshot(), load.fileCount());
    }
  }

  private void reject(List<Problem> problems, int fileCount, String digest) {
    lastReload = status(problems, fileCount);
    if (!digest.equals(reportedDigest)) {
      reportedDigest = digest;
      tell(problems);
    }
  }

  private void tell(List<Problem> problems) {
    try {
      onProblems.accept(problems);
    } catch (RuntimeException e) {
      // A listener that fails must not end the watch; lastReload has the problems too.
    }
  }

  private void accept(PolicySnapshot next, int fileCount) {
    if (next.revision() != inForce.revision()) {
      onSnapshot.accept(next);
      inForce = next;
    }
    reportedDigest = "";
    lastReload = status(List.of(), fileCount);
  }

  private PolicyReload status(List<Problem> problems, int fileCount) {
    return new PolicyReload(
        Instant.now(), problems.isEmpty(), problems, fileCount, inForce.revision(), inForce.size());
  }

  /** Ends the watch and waits for its thread, unless called on it. Idempotent. */
  @Override
  public void close() {
    watch.close();
  }
}
