package io.pillion.sidecar.ingest;

import io.pillion.ipc.BellListener;
import io.pillion.ipc.IpcRoot;
import io.pillion.ipc.SessionFolder;
import io.pillion.ipc.wire.DecisionRecord;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.ipc.wire.TelemetryEvent;
import io.pillion.sidecar.export.ExportResult;
import io.pillion.sidecar.export.SpanBatch;
import io.pillion.sidecar.export.SpanExporter;
import io.pillion.sidecar.log.EventLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads the telemetry of all sessions, hands it on in batches, and moves each session's cursor when
 * the back end has had its last word, in the order of reading. A kill at any moment loses nothing:
 * what was not settled is read again.
 *
 * <p>Sessions take turns with a quota each, so that one that floods does not hold up the others.
 *
 * <p><b>Threading.</b> Its own thread, {@code pillion-ingest}; the public methods from any.
 */
public final class IngestLoop implements AutoCloseable {
  private static final int QUOTA = 256;
  private static final int MOST_SESSIONS = 1024;
  private static final int MOST_OPENED_AT_ONCE = 32;
  private static final long SAFETY_POLL_MILLIS = 250;
  private static final long SEND_AGAIN_NS = TimeUnit.SECONDS.toNanos(1);
  private static final long SCAN_NS = TimeUnit.SECONDS.toNanos(1);
  private static final long VIEWS_NS = TimeUnit.MILLISECONDS.toNanos(100);
  private static final ExportResult NOTHING_TO_EXPORT = new ExportResult(0, 0, null);

  private final IpcRoot root;
  private final BellListener bell;
  private final SpanExporter exporter;
  private final RecentDecisions recentDecisions;
  private final EventLog log;
  private final Settings settings;
  private final Thread thread = new Thread(this::run, "pillion-ingest");
  private final CountDownLatch drained = new CountDownLatch(1);

  private final Map<Path, SessionIntake> sessions = new LinkedHashMap<>();
  private final RefusedSessions refused = new RefusedSessions();
  private final Deque<Flight> flights = new ArrayDeque<>();
  private PendingBatch batch = new PendingBatch();
  private int firstTurn;
  private int unremovedTold;
  private boolean tooManyTold;
  private long scannedNs;
  private boolean scanAgain = true;
  private long viewedNs;

  private volatile List<SessionView> views = List.of();
  private volatile long turnedNs = System.nanoTime();
  private volatile boolean draining;
  private volatile boolean closed;

  /**
   * How it batches.
   *
   * @param batchSpans most spans in a batch
   * @param linger longest wait for a batch to fill
   * @param maxInFlight most batches at the back end at once
   * @param cursorBeforeAcknowledgement a defect, for the test that shows that the tests would find
   *     it
   */
  public record Settings(
      int batchSpans, Duration linger, int maxInFlight, boolean cursorBeforeAcknowledgement) {}

  private record Flight(PendingBatch batch, CompletableFuture<ExportResult> result, long sentNs) {}

  /** Prepares a loop; {@link #start} begins. The bell becomes its own, the exporter does not. */
  public IngestLoop(
      IpcRoot root,
      BellListener bell,
      SpanExporter exporter,
      RecentDecisions recentDecisions,
      EventLog log,
      Settings settings) {
    this.root = root;
    this.bell = bell;
    this.exporter = exporter;
    this.recentDecisions = recentDecisions;
    this.log = log;
    this.settings = settings;
    this.scannedNs = System.nanoTime() - SCAN_NS;
    thread.setDaemon(true);
  }

  /** Begins to read. */
  public void start() {
    thread.start();
  }

  /** The sessions as of a moment ago. */
  public List<SessionView> sessions() {
    return views;
  }

  /** Time since the loop last came round. */
  public long idleMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - turnedNs);
  }

  /** Reads no more and waits for what is under way; true if all of it is settled. */
  public boolean drain(Duration atMost) {
    draining = true;
    bell.wakeUp();
    try {
      return drained.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void run() {
    while (!closed) {
      try {
        turn();
      } catch (Throwable e) {
        // Nothing here is expected to fail as a whole; sessions are guarded one by one. Whatever it
        // is, the thread goes on: without it nothing is delivered any more.
        log.error("ingest failed, going on", "cause", e);
        pause();
      }
    }
    sessions.values().forEach(this::closeQuietly);
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(SAFETY_POLL_MILLIS);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  private void turn() throws IOException {
    turnedNs = System.nanoTime();
    scanIfDue();
    boolean read = readAll();
    settleFinished();
    sendIfDue();
    showIfDue();
    if (draining && batch.isEmpty() && flights.isEmpty()) {
      drained.countDown();
    }
    if (!read) {
      rest();
    }
  }

  private boolean windowOpen() {
    return !draining && flights.size() < settings.maxInFlight();
  }

  private boolean readAll() {
    boolean read = false;
    if (windowOpen()) {
      List<SessionIntake> turns = new ArrayList<>(sessions.values());
      // Another begins each time: a batch that fills up would else always leave out the same ones.
      Collections.rotate(turns, -(firstTurn++ & 0xffff));
      for (SessionIntake intake : turns) {
        if (batchFull()) {
          return true;
        }
        read |= guarded(intake);
      }
    }
    return read;
  }

  private boolean batchFull() {
    return batch.isFull(settings.batchSpans());
  }

  /** Reads one session's share; what it throws is its own end and nobody else's. */
  private boolean guarded(SessionIntake intake) {
    try {
      boolean read = read(intake);
      if (!read && !batchFull()) {
        intake.tendDamage();
        retireIfDone(intake);
      }
      return read;
    } catch (IOException | RuntimeException | InternalError e) {
      // InternalError: a mapped file was cut under us.
      quarantine(intake, e);
      return false;
    }
  }

  private void quarantine(SessionIntake intake, Throwable cause) {
    if (intake.giveUp()) {
      log.warn("session quarantined", "session", intake.id(), "cause", cause);
    }
  }

  private boolean read(SessionIntake intake) {
    int count = 0;
    while (count < QUOTA && !batchFull()) {
      TelemetryEvent event = intake.next();
      if (event == null) {
        batch.noteDiscards(intake);
        break;
      }
      take(intake, event);
      count++;
    }
    return count > 0;
  }

  private void take(SessionIntake intake, TelemetryEvent event) {
    if (event instanceof SpanRecord span) {
      batch.add(intake, span);
    } else if (event instanceof DecisionRecord decision) {
      recentDecisions.add(new DecisionView(intake.serviceName(), decision));
      batch.add(intake, decision);
    }
  }

  private void sendIfDue() {
    if (batch.isEmpty()) {
      return;
    }
    if (batchFull() || draining || lingerLeftNs() <= 0) {
      PendingBatch sent = batch;
      batch = new PendingBatch();
      sent.send();
      if (settings.cursorBeforeAcknowledgement()) {
        sent.settle(NOTHING_TO_EXPORT, this::cursorUnwritten);
      }
      flights.add(flight(sent));
      settleFinished();
    }
  }

  private Flight flight(PendingBatch sent) {
    CompletableFuture<ExportResult> result =
        sent.spans() == 0
            ? CompletableFuture.completedFuture(NOTHING_TO_EXPORT)
            : export(sent.toExport());
    if (!result.isDone()) {
      CompletableFuture<ExportResult> unused =
          result.whenComplete((word, failure) -> bell.wakeUp());
    }
    return new Flight(sent, result, System.nanoTime());
  }

  private CompletableFuture<ExportResult> export(SpanBatch spans) {
    try {
      return exporter.export(spans);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** An exporter that fails with an exception has broken its word; the batch is sent again. */
  private void sendAgainIfFailed() {
    Flight first = flights.peek();
    if (first == null
        || !first.result().isCompletedExceptionally()
        || first.result().isCancelled()
        || System.nanoTime() - first.sentNs() < SEND_AGAIN_NS) {
      return;
    }
    log.error("exporter failed, sending the batch again", "spans", first.batch().spans());
    flights.remove();
    flights.addFirst(flight(first.batch()));
  }

  private void cursorUnwritten(SessionIntake intake, Throwable cause) {
    if (intake.cursorFailed()) {
      log.warn("cursor cannot be stored", "session", intake.id(), "cause", cause);
    }
  }

  private long lingerLeftNs() {
    return settings.linger().toNanos() - (System.nanoTime() - batch.beganNs());
  }

  /** Settles from the oldest on: a cursor never passes a batch that is still open. */
  private void settleFinished() {
    sendAgainIfFailed();
    for (Flight first = flights.peek();
        first != null && first.result().isDone() && !first.result().isCompletedExceptionally();
        first = flights.peek()) {
      flights.remove();
      if (!settings.cursorBeforeAcknowledgement()) {
        first.batch().settle(first.result().join(), this::cursorUnwritten);
      }
    }
  }

  private void rest() throws IOException {
    if (!batch.isEmpty()) {
      // More is likely; no ring is needed to come back in time.
      listen(Math.max(1, TimeUnit.NANOSECONDS.toMillis(lingerLeftNs())));
      return;
    }
    if (!windowOpen()) {
      listen(SAFETY_POLL_MILLIS);
      return;
    }
    park(true);
    // Whoever wrote before it could see the flag is found now.
    if (!readAll()) {
      listen(SAFETY_POLL_MILLIS);
    }
    park(false);
  }

  private void park(boolean parked) {
    for (SessionIntake intake : sessions.values()) {
      try {
        intake.parked(parked);
      } catch (RuntimeException | InternalError e) {
        quarantine(intake, e);
      }
    }
  }

  private void listen(long millis) throws IOException {
    scanAgain |= bell.await(millis);
  }

  private void scanIfDue() throws IOException {
    long now = System.nanoTime();
    if (!scanAgain && now - scannedNs < SCAN_NS) {
      return;
    }
    scanAgain = false;
    scannedNs = now;
    int unremoved = SessionFolder.removeUnfinished(root);
    if (unremoved != unremovedTold) {
      unremovedTold = unremoved;
      log.warn("left-over directories cannot be removed", "count", unremoved);
    }
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

  /** Ends a session whose process is dead and whose records are all settled. */
  private void retireIfDone(SessionIntake intake) throws IOException {
    if (intake.alive() || !intake.idle() || batch.holds(intake)) {
      return;
    }
    // It died after the last look: look once more, now that nothing can come any longer.
    if (read(intake) || batchFull() || batch.holds(intake) || intake.mayHoldMore()) {
      return;
    }
    long unreadable = intake.countUnreadable();
    SessionView last = intake.view();
    sessions.remove(intake.folder().directory());
    closeQuietly(intake);
    SessionFolder.delete(intake.folder().directory());
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

  private void showIfDue() {
    long now = System.nanoTime();
    if (now - viewedNs < VIEWS_NS) {
      return;
    }
    viewedNs = now;
    List<SessionView> shown = new ArrayList<>();
    for (Iterator<SessionIntake> all = sessions.values().iterator(); all.hasNext(); ) {
      SessionIntake intake = all.next();
      try {
        shown.add(intake.view());
      } catch (RuntimeException | InternalError e) {
        quarantine(intake, e);
      }
    }
    views = List.copyOf(shown);
  }

  private void closeQuietly(SessionIntake intake) {
    try {
      intake.close();
    } catch (IOException | RuntimeException e) {
      log.warn("session did not close", "session", intake.id(), "cause", e);
    }
  }

  /** Ends the thread; what is not settled is read again at the next start. */
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
