package io.pillion.sidecar.ingest;

import io.pillion.ipc.BellListener;
import io.pillion.ipc.IpcRoot;
import io.pillion.ipc.wire.DecisionRecord;
import io.pillion.ipc.wire.LogRecord;
import io.pillion.ipc.wire.MetricRecord;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.ipc.wire.TelemetryEvent;
import io.pillion.sidecar.export.TelemetryExporter;
import io.pillion.sidecar.log.EventLog;
import io.pillion.sidecar.red.RequestDurations;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Reads the telemetry of all sessions, hands it on in batches, and moves each session's cursor when
 * the back end has had its last word, in the order of reading. A kill at any moment loses nothing:
 * what was not settled is read again.
 *
 * <p>Sessions take turns with a quota each. When a batch is full, the next begins with the session
 * behind the one that filled it, so that one that floods does not hold up the others.
 *
 * <p><b>Threading.</b> Its own thread, {@code pillion-ingest}; the public methods from any.
 */
public final class IngestLoop implements AutoCloseable {
  private static final int QUOTA = 256;
  private static final long SAFETY_POLL_MILLIS = 2000;

  /** So many naps while a batch fills, so that it is found full in time. */
  private static final int NAPS_A_BATCH = 4;

  private static final long AFTER_FAILURE_MILLIS = 1000;

  private final BellListener bell;
  private final RecentDecisions recentDecisions;
  private final RequestDurations durations;
  private final EventLog log;
  private final Settings settings;
  private final SessionTable sessions;
  private final Naps naps;
  private final Flights flights;
  private final Thread thread = new Thread(this::run, "pillion-ingest");
  private final CountDownLatch drained = new CountDownLatch(1);
  private final CountDownLatch removedDone = new CountDownLatch(1);

  private PendingBatch batch = new PendingBatch();
  private volatile long turnedNs = System.nanoTime();
  private volatile boolean draining;
  private boolean drainBegan;
  private boolean drainRead;
  private boolean shortage;
  private volatile boolean finishing;
  private volatile boolean closed;

  /**
   * How it batches.
   *
   * @param batchSpans most records of a signal in a batch
   * @param linger longest wait for a batch to fill
   * @param maxInFlight most batches at the back end at once
   * @param cursorBeforeAcknowledgement a defect, for the test that shows that the tests would find
   *     it
   */
  public record Settings(
      int batchSpans, Duration linger, int maxInFlight, boolean cursorBeforeAcknowledgement) {}

  /** Prepares a loop; {@link #start} begins. The bell becomes its own, the exporter does not. */
  public IngestLoop(
      IpcRoot root,
      BellListener bell,
      TelemetryExporter exporter,
      RecentDecisions recentDecisions,
      RequestDurations durations,
      EventLog log,
      Settings settings) {
    this.bell = bell;
    this.recentDecisions = recentDecisions;
    this.durations = durations;
    this.log = log;
    this.settings = settings;
    this.sessions = new SessionTable(root, log);
    this.naps = new Naps(Math.max(1, settings.batchSpans() / NAPS_A_BATCH));
    this.flights = new Flights(exporter, settings, bell::wakeUp, log);
    thread.setDaemon(true);
  }

  /** Begins to read. */
  public void start() {
    thread.start();
  }

  /** The sessions as of a moment ago, those that ended within the last minute included. */
  public List<SessionView> sessions() {
    return sessions.views();
  }

  /** The sessions that are there and cannot be read, as of a moment ago. */
  public List<RefusedSession> refusedSessions() {
    return sessions.refusedViews();
  }

  /** Time since the loop last came round. */
  public long idleMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - turnedNs);
  }

  /**
   * Reads what is there by now, and no more, and waits until all of it is settled: a shared
   * directory may end with the pod. True if it is.
   */
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

  /**
   * Takes up no new session and waits until those whose directory was removed are delivered to
   * their end: their files can be read for as long as they are mapped here, and by nobody later.
   *
   * @return false if that took too long
   */
  public boolean finishRemoved(Duration atMost) {
    finishing = true;
    bell.wakeUp();
    try {
      return removedDone.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void run() {
    Error fault = null;
    while (!closed) {
      try {
        if (fault != null) {
          startOver(fault);
          fault = null;
        }
        turn();
      } catch (Throwable e) {
        // Nothing here is expected to fail as a whole; sessions are guarded one by one. Whatever it
        // is, the thread goes on: without it nothing is delivered any more.
        fault = e instanceof Error error ? error : fault;
        tell(e);
        pause();
      }
    }
    sessions.closeAll();
  }

  private void tell(Throwable failure) {
    try {
      log.error("ingest failed, going on", "cause", failure);
    } catch (Throwable e) {
      // Not even that: there is no memory for it, perhaps. It is tried again with the next turn.
    }
  }

  /**
   * Something broke at any instruction: a mapped file was cut under us, memory ran out. What was
   * read and not settled may be half taken, so all of it is read again from the cursors.
   */
  private void startOver(Error fault) {
    batch = new PendingBatch();
    flights.forget();
    drainBegan = false;
    drainRead = false;
    sessions.startOver(fault);
  }

  private void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(AFTER_FAILURE_MILLIS);
    } catch (InterruptedException e) {
      closed = true;
    }
  }

  private void turn() throws IOException {
    turnedNs = System.nanoTime();
    if (!finishing) {
      sessions.scanIfDue();
    }
    if (draining && !drainBegan) {
      drainBegan = true;
      sessions.noteWritten();
    }
    boolean open = windowOpen();
    shortage = false;
    boolean read = readAll();
    drainRead |= drainBegan && open && !shortage && (!read || sessions.noted());
    flights.settleFinished();
    sendIfDue();
    sessions.showIfDue();
    if (drainRead && batch.isEmpty() && flights.isEmpty()) {
      drained.countDown();
    }
    if (finishing && !sessions.holdsRemoved()) {
      removedDone.countDown();
    }
    if (!read) {
      rest();
    }
  }

  private boolean windowOpen() {
    return !drainRead && !flights.isFull();
  }

  private boolean readAll() {
    boolean read = false;
    if (windowOpen()) {
      for (SessionIntake intake : sessions.turns()) {
        if (batchFull()) {
          return true;
        }
        read |= guarded(intake);
        sessions.served(intake);
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
        if (!intake.tendDamage()) {
          sessions.quarantine(intake, new IOException("damage in one segment after another"));
        }
        retireIfDone(intake);
      }
      return read;
    } catch (IOException | RuntimeException e) {
      if (RefusedSessions.isShortage(e)) {
        shortage = true;
        sessions.tellShortage(e);
      } else {
        sessions.quarantine(intake, e);
      }
      return false;
    }
  }

  private boolean read(SessionIntake intake) {
    int count = 0;
    while (count < QUOTA && !batchFull()) {
      TelemetryEvent event = intake.next();
      if (event == null) {
        batch.noteDiscards(intake);
        return count > 0 || intake.paused();
      }
      take(intake, event);
      count++;
      naps.read();
    }
    return count > 0;
  }

  private void take(SessionIntake intake, TelemetryEvent event) {
    if (event instanceof SpanRecord span) {
      durations.add(intake.id(), intake.resource(), span);
      batch.add(intake, span);
    } else if (event instanceof DecisionRecord decision) {
      recentDecisions.add(new DecisionView(intake.serviceName(), decision));
      batch.add(intake, decision);
    } else if (event instanceof MetricRecord metric) {
      batch.add(intake, metric);
    } else if (event instanceof LogRecord logged) {
      batch.add(intake, logged);
    }
  }

  private void sendIfDue() {
    boolean hurried = drainRead || finishing;
    if (!batch.isEmpty() && (batchFull() || hurried || lingerLeftNs() <= 0)) {
      PendingBatch sent = batch;
      batch = new PendingBatch();
      flights.send(sent);
    }
  }

  private long lingerLeftNs() {
    return settings.linger().toNanos() - (System.nanoTime() - batch.beganNs());
  }

  private void rest() throws IOException {
    if (!batch.isEmpty()) {
      nap();
      return;
    }
    if (!windowOpen()) {
      sleep();
      return;
    }
    sessions.park(true);
    // Whoever wrote before it could see the flag is found now.
    if (!readAll()) {
      sleep();
    }
    sessions.park(false);
  }

  /** More is likely; no ring is needed to come back in time. */
  private void nap() throws IOException {
    long millis = naps.nextMillis(System.nanoTime());
    if (!sessions.allRingForSegments()) {
      millis = Math.min(millis, Naps.SHORTEST_MILLIS);
    }
    sessions.showUnlessSince(turnedNs);
    listen(Math.max(1, Math.min(TimeUnit.NANOSECONDS.toMillis(lingerLeftNs()), millis)));
  }

  private void sleep() throws IOException {
    // What is shown may stay so for the whole of it.
    sessions.showUnlessSince(turnedNs);
    listen(SAFETY_POLL_MILLIS);
  }

  private void listen(long millis) throws IOException {
    bell.await(millis);
    if (bell.answer()) {
      sessions.lookAgain();
    }
  }

  /** Ends a session whose process is dead and whose records are all settled. */
  private void retireIfDone(SessionIntake intake) throws IOException {
    if (intake.alive() || !intake.idle() || batch.holds(intake)) {
      return;
    }
    // It died after the last look: look once more, now that nothing can come any longer.
    if (!read(intake) && !batchFull() && !batch.holds(intake) && !intake.mayHoldMore()) {
      sessions.end(intake);
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
