package io.pillion.ipc;

import io.pillion.ipc.internal.HandoffRing;
import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.status.DropReason;
import java.io.Closeable;
import java.nio.file.FileSystemException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The application's end of the wire, one a process: takes telemetry from application threads, asks
 * the sidecar for decisions, keeps the policy page current.
 *
 * <p>Everything slow is done by one daemon thread, {@code pillion-writer}. It begins a session, and
 * after any failure, whatever it was, closes it and begins another with back-off. Application
 * threads only put an item into a ring, or ask and wait until their own deadline.
 *
 * <p><b>Threading.</b> {@link #offer}, {@link #ask} and the getters from any thread.
 */
public final class AgentLink implements Closeable {
  private static final int BATCH = 256;

  /** Dead sessions that nobody reads may take this many times the cap of a living one. */
  private static final int DEAD_SESSIONS_BUDGET = 4;

  /**
   * How long to sleep between looks at a ring while something comes: short when much did, then
   * longer and longer while little does. A ring that fills ends a nap. What an application that is
   * killed leaves in the ring is lost, so none is longer.
   */
  private static final long SHORT_NAP_NS = 2_000_000;

  private static final long LONG_NAP_NS = 100_000_000;

  /** Nothing came in a long nap: the next sleep is one from which the first item wakes. */
  private static final long LINGER_NS = 90_000_000;

  private static final long PARK_NS = 1_000_000_000;

  /** On an idle machine a wake-up is what costs. */
  private static final long LONG_PARK_NS = 2_000_000_000;

  private static final long LONG_IDLE_NS = 10_000_000_000L;
  private static final long QUIET_NS = 50_000_000;
  private static final long SETTLE_NS = 500_000_000;
  private static final long OPENING_NS = 2_000_000_000;
  private static final long FIRST_BACKOFF_NS = 1_000_000_000;
  private static final long LONGEST_BACKOFF_NS = 60_000_000_000L;

  private final AgentLinkConfig config;
  private final AgentLinkListener listener;
  private final HandoffRing ring;
  private final Thread thread;
  private final PolicyWatch policyWatch;
  private final ToldSoFar told = new ToldSoFar();
  private final ParkedFlag parked = new ParkedFlag();
  private final ParkedFlag napping = new ParkedFlag();
  private volatile boolean opening;
  private volatile boolean settling;
  private volatile boolean closed;
  private volatile @Nullable SessionWriter current;

  /** Prepares a link; {@link #start} begins the work. Cheap: no file is touched here. */
  public AgentLink(AgentLinkConfig config, AgentLinkListener listener) {
    this.config = config;
    this.listener = listener;
    this.ring = new HandoffRing(config.ringCapacity(), this::wakeFromNap);
    this.policyWatch = new PolicyWatch(listener);
    this.thread = new Thread(this::run, "pillion-writer");
    thread.setDaemon(true);
    // Chronicle looks classes up by it; the application's loader must play no part.
    thread.setContextClassLoader(AgentLink.class.getClassLoader());
  }

  /** Starts the writer thread. Records offered earlier wait in the ring. */
  public void start() {
    opening = true;
    thread.start();
  }

  /**
   * Hands an item over. Does not block or allocate.
   *
   * @return false if there was no room: dropped and counted, do not retry
   */
  public boolean offer(TelemetryItem item) {
    boolean accepted = ring.offer(item);
    if (parked.take()) {
      LockSupport.unpark(thread);
    }
    return accepted;
  }

  /** Counts an item that its maker gives up without offering it. Does not block or allocate. */
  public void refuse(DropReason reason) {
    ring.refuse(reason);
  }

  /**
   * Asks the sidecar and waits, at most {@code timeoutNs}.
   *
   * @return null if there is no sidecar, or it did not answer in time
   */
  public @Nullable Decision ask(CheckRequest request, long timeoutNs) {
    SessionWriter session = current;
    return session == null || !session.sidecarPresent()
        ? null
        : session.checks().ask(request, timeoutNs);
  }

  /** Revision of the policy that the sidecar applies now; 0 if it has not said. */
  public long policyRevision() {
    SessionWriter session = current;
    return session == null ? 0 : session.policyRevision();
  }

  /** Whether a sidecar is there and makes progress, as of a moment ago. */
  public boolean sidecarPresent() {
    SessionWriter session = current;
    return session != null && session.sidecarPresent();
  }

  /** For work that is not in the ring, which the writer does not look at before it sleeps. */
  private void wakeWriter() {
    LockSupport.unpark(thread);
  }

  private void wakeFromNap() {
    if (napping.take()) {
      LockSupport.unpark(thread);
    }
  }

  private void run() {
    long backoffNs = FIRST_BACKOFF_NS;
    while (!closed) {
      long began = System.nanoTime();
      serveOneSession();
      if (System.nanoTime() - began > LONGEST_BACKOFF_NS) {
        backoffNs = FIRST_BACKOFF_NS;
      }
      pause(backoffNs);
      backoffNs = Math.min(backoffNs * 2, LONGEST_BACKOFF_NS);
    }
  }

  /** Returns when the session is over, for whatever reason; nothing escapes. */
  private void serveOneSession() {
    try {
      opening = true;
      forgetInterrupt();
      IpcRoot root = IpcRoot.open(config.directory());
      policyWatch.open(root);
      DeadSessions.Removed removed =
          DeadSessions.trim(root, DEAD_SESSIONS_BUDGET * config.maxBytes());
      if (removed.sessions() > 0) {
        listener.removedUnread(removed.sessions(), removed.records());
      }
      try (SessionWriter session =
          new SessionWriter(
              root,
              config,
              ring,
              listener,
              policyWatch,
              told,
              removed.records(),
              this::wakeWriter)) {
        current = session;
        opening = false;
        listener.opened();
        serve(session);
      } finally {
        current = null;
      }
    } catch (Throwable e) {
      // Also the InternalError of a mapping whose file was cut: this thread survives it.
      tell(describe(e));
    } finally {
      opening = false;
    }
  }

  private void tell(String problem) {
    try {
      policyWatch.unavailable();
      listener.failed(problem);
    } catch (Throwable e) {
      // A listener that fails must not end this thread, or the process would have no link again.
    }
  }

  private static String describe(Throwable e) {
    String message = e.getMessage();
    // The message of an AccessDeniedException, for one, is a path and nothing else.
    return message == null || e instanceof FileSystemException ? e.toString() : message;
  }

  private void serve(SessionWriter session) throws Exception {
    long workedNs = System.nanoTime();
    long napNs = LONG_NAP_NS;
    long sinceNap = 0;
    while (!closed) {
      forgetInterrupt();
      int drained = session.drain(BATCH);
      sinceNap += drained;
      session.keepHouse();
      listener.turned();
      long now = System.nanoTime();
      if (drained == BATCH) {
        workedNs = now;
        continue;
      }
      if (settling && ring.isEmpty()) {
        session.settled();
        workedNs = now;
      } else if (drained > 0) {
        workedNs = now;
      }
      if (now - workedNs >= LINGER_NS) {
        sleep(now - workedNs < LONG_IDLE_NS ? PARK_NS : LONG_PARK_NS);
      } else {
        boolean much = settling || sinceNap > ring.few();
        napNs = much ? SHORT_NAP_NS : Math.min(2 * napNs, LONG_NAP_NS);
        nap(napNs);
      }
      sinceNap = 0;
    }
    while (session.drain(BATCH) > 0) {
      // Until the ring is empty.
    }
    session.settled();
  }

  private void nap(long ns) {
    napping.raise();
    // Whoever just missed the flag is not the last to find the ring filling, or it does not fill.
    LockSupport.parkNanos(ns);
    napping.lower();
  }

  private void sleep(long ns) {
    parked.raise();
    if (ring.isEmpty() && !closed) {
      // A producer that just missed the flag is served when this ends.
      LockSupport.parkNanos(ns);
    }
    parked.lower();
  }

  /**
   * Nobody has a reason to interrupt this thread. Left set, it would end every file operation from
   * now on, and every wait at once.
   */
  private static void forgetInterrupt() {
    boolean unused = Thread.interrupted();
  }

  private void pause(long ns) {
    long until = System.nanoTime() + ns;
    while (!closed && System.nanoTime() - until < 0) {
      forgetInterrupt();
      LockSupport.parkNanos(until - System.nanoTime());
    }
  }

  /**
   * The process is about to end: from now on nothing stays in the ring for more than a moment.
   * Waits until it has been empty for a while: half a second at most, or, for a process so short
   * that its session is still being opened and has records for it, two seconds. The writer thread
   * goes on until the process is gone, for what other shutdown hooks still finish.
   */
  public void settle() {
    settling = true;
    LockSupport.unpark(thread);
    long began = System.nanoTime();
    while (opening && !ring.isEmpty() && System.nanoTime() - began < OPENING_NS) {
      LockSupport.parkNanos(SHORT_NAP_NS);
    }
    began = System.nanoTime();
    long quietSince = began;
    while (current != null
        && System.nanoTime() - quietSince < QUIET_NS
        && System.nanoTime() - began < SETTLE_NS) {
      if (!ring.isEmpty()) {
        quietSince = System.nanoTime();
      }
      LockSupport.parkNanos(SHORT_NAP_NS);
    }
  }

  /** Writes what the ring holds and closes the session in order. Waits for it half a second. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    try {
      thread.join(TimeUnit.NANOSECONDS.toMillis(SETTLE_NS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
