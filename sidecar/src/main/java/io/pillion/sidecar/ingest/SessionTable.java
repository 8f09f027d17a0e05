package io.pillion.sidecar.ingest;

import io.pillion.ipc.IpcRoot;
import io.pillion.ipc.SessionFolder;
import io.pillion.sidecar.log.EventLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that are being read: finds new ones, refuses those that make no sense, ends those
 * that are done, and shows them all. What an ended one counted is shown for {@value #SHOWN_SECONDS}
 * s more, so that a scrape in that time finds its last word.
 *
 * <p><b>Threading.</b> The ingest thread; {@link #views} and {@link #refusedViews} from any.
 */
final class SessionTable {
  private static final int MOST_SESSIONS = 1024;
  private static final int MOST_OPENED_AT_ONCE = 32;
  private static final int MOST_ENDED = 64;
  private static final long SHOWN_SECONDS = 60;
  private static final long SCAN_NS = TimeUnit.SECONDS.toNanos(5);
  private static final long VIEWS_NS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long LONG_AGO_NS = TimeUnit.HOURS.toNanos(1);

  private final IpcRoot root;
  private final EventLog log;
  private final Map<Path, SessionIntake> sessions = new LinkedHashMap<>();
  private final RefusedSessions refused = new RefusedSessions();
  private final Deque<Ended> ended = new ArrayDeque<>();
  private @Nullable SessionIntake lastServed;
  private int unremovedTold;
  private boolean tooManyTold;
  private boolean shortageTold;
  private long scannedNs = System.nanoTime() - SCAN_NS;
  private boolean scanAgain = true;
  private long viewedNs;
  private volatile List<SessionView> views = List.of();
  private volatile List<RefusedSession> refusedViews = List.of();

  private record Ended(SessionView last, long endedNs) {}

  SessionTable(IpcRoot root, EventLog log) {
    this.root = root;
    this.log = log;
  }

  /** All sessions, beginning behind the one that had its turn last. */
  List<SessionIntake> turns() {
    List<SessionIntake> turns = new ArrayList<>(sessions.values());
    if (lastServed != null) {
      Collections.rotate(turns, -(turns.indexOf(lastServed) + 1));
    }
    return turns;
  }

  /** A session had its turn; if there is no room for more now, the next one goes on. */
  void served(SessionIntake intake) {
    lastServed = intake;
  }

  /** Notes how far each agent has written by now. */
  void noteWritten() {
    for (SessionIntake intake : List.copyOf(sessions.values())) {
      try {
        intake.noteWritten();
      } catch (RuntimeException | InternalError e) {
        quarantine(intake, e);
      }
    }
  }

  /** Whether everything has been read that was there at {@link #noteWritten}. */
  boolean noted() {
    return sessions.values().stream().allMatch(SessionIntake::hasReadNoted);
  }

  /** Whether no queue can fill up without a ring, though no agent was told to ring. */
  boolean allRingForSegments() {
    for (SessionIntake intake : sessions.values()) {
      if (!intake.ringsForSegments()) {
        return false;
      }
    }
    return true;
  }

  /** Tells all agents whether the reader sleeps and wants a ring. */
  void park(boolean parked) {
    for (SessionIntake intake : sessions.values()) {
      try {
        intake.parked(parked);
      } catch (RuntimeException | InternalError e) {
        quarantine(intake, e);
      }
    }
  }

  /**
   * Reads no more of a session, and has its application, if it lives, begin another, or all it does
   * from now on would be lost. The account stays where it is until then: this process may be killed
   * before it has taken it. Where the application cannot be told, the session is removed.
   */
  void quarantine(SessionIntake intake, Throwable cause) {
    if (cause instanceof InternalError && !intake.folder().isCut()) {
      // It came late, from the mapping of another.
      quarantineCut(cause);
    } else if (intake.giveUp()) {
      log.warn("session quarantined", "session", intake.id(), "cause", cause);
      if (!intake.headerLost()) {
        return;
      }
      try {
        SessionFolder.delete(intake.folder().directory());
      } catch (IOException | UncheckedIOException e) {
        log.warn("quarantined session cannot be removed", "session", intake.id(), "cause", e);
      }
    }
  }

  /** What was to be read is tried again with the next turn. */
  void tellShortage(Exception cause) {
    if (!shortageTold) {
      shortageTold = true;
      log.error("sessions cannot be read for now, trying on", "cause", cause);
    }
  }

  /** Quarantines what can have caused the fault, and opens all others anew, from their cursors. */
  void startOver(Throwable fault) {
    quarantineCut(fault);
    lastServed = null;
    for (SessionIntake intake : List.copyOf(sessions.values())) {
      if (intake.damaged()) {
        intake.nothingUnderWay();
      } else {
        sessions.remove(intake.folder().directory());
        if (intake.isRemoved()) {
          // Nobody can open it again.
          log.error("records of a removed session are lost", "session", intake.id());
        }
        close(intake);
      }
    }
    scanAgain = true;
  }

  /** Quarantines every session that can have caused a fault. */
  private void quarantineCut(Throwable fault) {
    for (SessionIntake intake : sessions.values()) {
      if (!intake.damaged() && intake.folder().isCut()) {
        quarantine(intake, fault);
      }
    }
  }

  /** Whether there is still something to be read of a session whose directory was removed. */
  boolean holdsRemoved() {
    return sessions.values().stream().anyMatch(SessionIntake::isRemoved);
  }

  /** There may be a new session. */
  void lookAgain() {
    scanAgain = true;
  }

  /** Looks for new sessions, if it is time to. */
  void scanIfDue() throws IOException {
    long now = System.nanoTime();
    if (!scanAgain && now - scannedNs < SCAN_NS) {
      return;
    }
    scanAgain = false;
    scannedNs = now;
    removeUnfinished();
    refused.forgetGone();
    int tried = 0;
    for (Path path : SessionFolder.scan(root)) {
      if (sessions.size() >= MOST_SESSIONS) {
        tellTooMany();
        return;
      }
      if (!sessions.containsKey(path) && !refused.holds(path, now)) {
        if (++tried > MOST_OPENED_AT_ONCE) {
          // The others must not wait for all of them.
          scanAgain = true;
          return;
        }
        open(path, now);
      }
    }
  }

  private void removeUnfinished() throws IOException {
    int unremoved = SessionFolder.removeUnfinished(root);
    if (unremoved != unremovedTold) {
      unremovedTold = unremoved;
      log.warn("left-over directories cannot be removed", "count", unremoved);
    }
  }

  private void tellTooMany() {
    if (!tooManyTold) {
      tooManyTold = true;
      log.warn("too many sessions, some wait until others end", "most", MOST_SESSIONS);
    }
  }

  private void open(Path path, long now) {
    try {
      if (refused.isHopeless(path, now) && !SessionFolder.isAlive(path)) {
        SessionFolder.delete(path);
        refused.remove(path);
        log.warn("refused session removed, its process is gone", "path", path);
        return;
      }
      SessionFolder folder = openReady(path);
      if (folder == null) {
        return;
      }
      SessionIntake intake = new SessionIntake(folder);
      sessions.put(path, intake);
      refused.remove(path);
      log.info("session opened", "session", intake.id(), "service", intake.serviceName());
    } catch (IOException | RuntimeException | InternalError e) {
      if (refused.add(path, e, now)) {
        log.warn("session refused", "path", path, "cause", e);
      }
    }
  }

  /** Null if it is not ready; if it never will be, it is removed. */
  private @Nullable SessionFolder openReady(Path path) throws IOException {
    SessionFolder folder = SessionFolder.open(root, path);
    if (folder == null && SessionFolder.isAlive(path)) {
      scanAgain = true;
      return null;
    }
    // Its process may have got ready and ended between the two looks.
    SessionFolder again = folder == null ? SessionFolder.open(root, path) : folder;
    if (again == null) {
      SessionFolder.delete(path);
    }
    return again;
  }

  /** Removes a session whose process is dead and whose records are all settled. */
  void end(SessionIntake intake) throws IOException {
    sessions.remove(intake.folder().directory());
    if (intake == lastServed) {
      lastServed = null;
    }
    try {
      remember(intake);
    } catch (IOException | RuntimeException | InternalError e) {
      log.warn("session ended without a last word", "session", intake.id(), "cause", e);
    } finally {
      close(intake);
      SessionFolder.delete(intake.folder().directory());
    }
  }

  /** Its counts, for those who look within the next minute. */
  private void remember(SessionIntake intake) throws IOException {
    long unreadable = intake.countUnreadable();
    SessionView last = intake.view();
    if (ended.size() == MOST_ENDED) {
      ended.remove();
    }
    ended.add(new Ended(last, System.nanoTime()));
    viewedNs = System.nanoTime() - LONG_AGO_NS;
    log.info(
        "session ended",
        "session",
        intake.id(),
        "service",
        intake.serviceName(),
        "delivered",
        last.delivered(),
        "unreadable",
        unreadable);
  }

  /** Renews what {@link #views} shows, if it is time to. */
  void showIfDue() {
    long now = System.nanoTime();
    if (now - viewedNs >= VIEWS_NS) {
      show();
    }
  }

  /** Renews it, unless that was done since then. */
  void showUnlessSince(long thenNs) {
    if (viewedNs - thenNs < 0) {
      show();
    }
  }

  private void show() {
    long now = System.nanoTime();
    viewedNs = now;
    ended.removeIf(one -> now - one.endedNs() > TimeUnit.SECONDS.toNanos(SHOWN_SECONDS));
    List<SessionView> shown = new ArrayList<>();
    for (SessionIntake intake : sessions.values()) {
      try {
        shown.add(intake.view());
      } catch (RuntimeException | InternalError e) {
        quarantine(intake, e);
      }
    }
    ended.forEach(one -> shown.add(one.last()));
    views = List.copyOf(shown);
    refusedViews = refused.list();
  }

  /** The sessions as of a moment ago. */
  List<SessionView> views() {
    return views;
  }

  /** The sessions that are not read, as of a moment ago. */
  List<RefusedSession> refusedViews() {
    return refusedViews;
  }

  void closeAll() {
    sessions.values().forEach(this::close);
  }

  private void close(SessionIntake intake) {
    try {
      intake.close();
    } catch (IOException | RuntimeException e) {
      log.warn("session did not close", "session", intake.id(), "cause", e);
    }
  }
}
