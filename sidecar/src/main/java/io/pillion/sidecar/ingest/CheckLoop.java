package io.pillion.sidecar.ingest;

import io.pillion.ipc.BellListener;
import io.pillion.ipc.CheckSource;
import io.pillion.ipc.IpcRoot;
import io.pillion.ipc.SessionFolder;
import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.wire.CheckMessage;
import io.pillion.ipc.wire.DecisionRecord;
import io.pillion.sidecar.log.EventLog;
import io.pillion.sidecar.policy.PolicyEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Answers the policy questions of all sessions. It alone beats in their reply pages, for a beat
 * means "you will be answered".
 *
 * <p><b>Threading.</b> Its own thread, {@code pillion-checks}; the public methods from any.
 */
public final class CheckLoop implements AutoCloseable {
  private static final long SAFETY_POLL_MILLIS = 1000;
  private static final int QUOTA = 256;
  private static final int LONG_PATH = 512;
  private static final int MOST_SESSIONS = 1024;
  private static final int MOST_OPENED_AT_ONCE = 32;
  private static final long SPIN_NS = TimeUnit.MICROSECONDS.toNanos(50);
  private static final long BEAT_NS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long SCAN_NS = TimeUnit.SECONDS.toNanos(5);

  private final IpcRoot root;
  private final BellListener bell;
  private final PolicyEngine engine;
  private final RecentDecisions recentDecisions;
  private final EventLog log;
  private final long busyPollNs;
  private final Thread thread = new Thread(this::run, "pillion-checks");
  private final Map<Path, Asker> askers = new LinkedHashMap<>();
  private final RefusedSessions refused = new RefusedSessions();

  private long revisionTold;
  private long beatNs;
  private long scannedNs;
  private boolean scanAgain = true;
  private volatile long turnedNs = System.nanoTime();
  private volatile boolean closed;

  private record Asker(CheckSource source, String serviceName) {}

  /**
   * Prepares a loop; {@link #start} begins. The bell becomes its own.
   *
   * @param busyPoll how long to look for the next question before sleeping, if that is longer than
   *     the moment it always takes
   */
  public CheckLoop(
      IpcRoot root,
      BellListener bell,
      PolicyEngine engine,
      RecentDecisions recentDecisions,
      EventLog log,
      Duration busyPoll) {
    this.root = root;
    this.bell = bell;
    this.engine = engine;
    this.recentDecisions = recentDecisions;
    this.log = log;
    this.busyPollNs = busyPoll.toNanos();
    thread.setDaemon(true);
  }

  /** Begins to answer. */
  public void start() {
    thread.start();
  }

  /** Another policy is in force: the agents are told, and what they have cached is void. */
  public void policyChanged() {
    bell.wakeUp();
  }

  /** Time since the loop last came round. */
  public long idleMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - turnedNs);
  }

  @SuppressWarnings("ThreadPriorityCheck") // Busy polling is for those who asked for it.
  private void run() {
    long workedNs = System.nanoTime();
    while (!closed) {
      turnedNs = System.nanoTime();
      try {
        boolean answered = answerAll();
        scanIfDue();
        beatIfDue();
        long restedNs = System.nanoTime() - workedNs;
        if (answered) {
          workedNs = System.nanoTime();
        } else if (restedNs < SPIN_NS) {
          Thread.onSpinWait();
        } else if (restedNs < busyPollNs) {
          // Long enough for somebody else to have use for the processor.
          Thread.yield();
        } else if (sleep() && busyPollNs > 0) {
          workedNs = System.nanoTime();
        }
      } catch (Throwable e) {
        // Whatever it is, the thread goes on: without it every application decides by itself.
        log.error("answering checks failed, going on", "cause", e);
        if (e instanceof InternalError fault) {
          leaveOutCut(fault);
        }
        pause();
      }
    }
    askers.values().forEach(asker -> asker.source().close());
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(SAFETY_POLL_MILLIS);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  /**
   * Sleeps until there is something to do, and answers what it was woken for. Unless told to poll,
   * it does not look for more after that: only a second question soon after the first is a sign
   * that others will follow.
   *
   * @return whether it answered any
   */
  private boolean sleep() throws IOException {
    park(true);
    // Whoever asked before it could see the flag is found now.
    boolean answered = answerAll();
    if (!answered) {
      bell.await(SAFETY_POLL_MILLIS);
      answered = answerAll();
      scanAgain |= bell.answer();
    }
    park(false);
    return answered;
  }

  private void park(boolean parked) {
    forEach(asker -> asker.source().parked(parked));
  }

  private void beatIfDue() {
    long now = System.nanoTime();
    long revision = engine.snapshot().revision();
    if (revision != revisionTold) {
      revisionTold = revision;
      forEach(asker -> asker.source().policyRevision(revision));
    }
    if (now - beatNs >= BEAT_NS) {
      beatNs = now;
      forEach(asker -> asker.source().beat());
    }
  }

  private boolean answerAll() {
    boolean[] answered = new boolean[1];
    forEach(asker -> answered[0] |= answer(asker));
    return answered[0];
  }

  private boolean answer(Asker asker) {
    int used = 0;
    while (used < QUOTA) {
      CheckMessage question = asker.source().next();
      if (question == null) {
        return used > 0 || asker.source().paused();
      }
      Decision decision = engine.decide(question.request());
      asker.source().answer(question, decision);
      recentDecisions.add(new DecisionView(asker.serviceName(), record(question, decision)));
      used += weight(question.request());
    }
    return used > 0;
  }

  /** A long question takes longer to decide, and so more of its session's turn. */
  private static int weight(CheckRequest request) {
    return 1 + request.rawPath().length() / LONG_PATH;
  }

  private static DecisionRecord record(CheckMessage question, Decision decision) {
    CheckRequest request = question.request();
    Instant now = Instant.now();
    return new DecisionRecord(
        0,
        TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano(),
        DecisionRecord.Source.SIDECAR,
        decision,
        request.method(),
        request.host(),
        request.rawPath(),
        request.sourceAddress(),
        0,
        0,
        0);
  }

  /** Does something for every session; one that fails is left out from then on. */
  private void forEach(Consumer<Asker> action) {
    List<Path> failed = null;
    InternalError fault = null;
    for (Map.Entry<Path, Asker> entry : askers.entrySet()) {
      try {
        action.accept(entry.getValue());
      } catch (InternalError e) {
        // A mapped file was cut under us; this one's, or one that was touched a while ago.
        fault = e;
      } catch (RuntimeException e) {
        if (refused.add(entry.getKey(), e, System.nanoTime())) {
          log.warn("session gets no more answers", "path", entry.getKey(), "cause", e);
        }
        failed = failed == null ? new ArrayList<>() : failed;
        failed.add(entry.getKey());
      }
    }
    if (failed != null) {
      failed.forEach(this::remove);
    }
    if (fault != null) {
      leaveOutCut(fault);
    }
  }

  /** Such a fault comes late, perhaps while another session is answered. */
  private void leaveOutCut(InternalError fault) {
    for (Map.Entry<Path, Asker> entry : List.copyOf(askers.entrySet())) {
      if (entry.getValue().source().isCut()) {
        if (refused.add(entry.getKey(), fault, System.nanoTime())) {
          log.warn("session gets no more answers", "path", entry.getKey(), "cause", fault);
        }
        remove(entry.getKey());
      }
    }
  }

  private void scanIfDue() throws IOException {
    long now = System.nanoTime();
    if (!scanAgain && now - scannedNs < SCAN_NS) {
      return;
    }
    scanAgain = false;
    scannedNs = now;
    for (Path path : List.copyOf(askers.keySet())) {
      if (isGone(path)) {
        remove(path);
      }
    }
    refused.forgetGone();
    int tried = 0;
    for (Path path : SessionFolder.scan(root)) {
      if (askers.size() >= MOST_SESSIONS) {
        return;
      }
      if (!askers.containsKey(path) && !refused.holds(path, now)) {
        if (++tried > MOST_OPENED_AT_ONCE) {
          // Whoever asks meanwhile must not wait for all of them.
          scanAgain = true;
          return;
        }
        open(path, now);
      }
    }
  }

  private static boolean isGone(Path path) {
    try {
      return !Files.exists(path) || !SessionFolder.isAlive(path);
    } catch (IOException e) {
      // No descriptor to ask with, perhaps: it stays until that is known.
      return false;
    }
  }

  private void open(Path path, long now) {
    try {
      if (!SessionFolder.isAlive(path)) {
        return;
      }
      SessionFolder folder = SessionFolder.open(root, path);
      if (folder == null) {
        scanAgain = true;
        return;
      }
      CheckSource source = folder.checks();
      String service = folder.identity().getOrDefault("service.name", "unknown_service:java");
      source.policyRevision(engine.snapshot().revision());
      source.beat();
      askers.put(path, new Asker(source, service));
    } catch (IOException | RuntimeException | InternalError e) {
      if (refused.add(path, e, now)) {
        log.warn("session gets no answers", "path", path, "cause", e);
      }
    }
  }

  private void remove(Path path) {
    Asker asker = askers.remove(path);
    if (asker != null) {
      asker.source().close();
    }
  }

  /** Ends the thread. */
  @Override
  public void close() {
    closed = true;
    bell.wakeUp();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(2));
      bell.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      log.warn("doorbell did not close", "cause", e);
    }
  }
}
