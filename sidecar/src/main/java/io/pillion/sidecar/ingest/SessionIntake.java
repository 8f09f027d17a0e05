package io.pillion.sidecar.ingest;

import io.pillion.ipc.SessionFolder;
import io.pillion.ipc.SessionHeader;
import io.pillion.ipc.TelemetrySource;
import io.pillion.ipc.status.DiscardReason;
import io.pillion.ipc.status.DropReason;
import io.pillion.ipc.wire.DecisionRecord;
import io.pillion.ipc.wire.TelemetryEvent;
import java.io.Closeable;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One session being read: its source, and how much of it is on the way to the back end.
 *
 * <p><b>Threading.</b> The ingest thread.
 */
final class SessionIntake implements Closeable {
  private static final long LIVENESS_CHECK_NS = TimeUnit.SECONDS.toNanos(2);

  /** An application sees within a second that its session was removed, and writes until then. */
  private static final long REMOVED_QUIET_NS = TimeUnit.MILLISECONDS.toNanos(3_000);

  private static final long LAST_WORD_NS = TimeUnit.SECONDS.toNanos(2);

  private final SessionFolder folder;
  private final String id;
  private final TelemetrySource source;
  private final Map<String, String> resource;

  private boolean alive = true;
  private long aliveCheckedNs;
  private long heartbeat;
  private long heartbeatNs;
  private int underWay;
  private long oldestUnsentEpochNanos;
  private boolean damaged;

  /** It would fault, and again and again: its last view is its last word. */
  private boolean headerLost;

  private long givenUpNs;
  private boolean cursorFailed;
  private long noted;
  private boolean seenEmpty;
  private SessionView lastView;

  SessionIntake(SessionFolder folder) throws IOException {
    this.folder = folder;
    this.id = folder.id();
    this.resource = Map.copyOf(folder.identity());
    this.source = folder.telemetry();
    this.aliveCheckedNs = System.nanoTime() - LIVENESS_CHECK_NS;
    this.heartbeatNs = System.nanoTime();
    this.lastView =
        new SessionView(id, resource, true, 0, 0, 0, 0, Map.of(), 0, Map.of(), 0, 0, Map.of());
  }

  String id() {
    return id;
  }

  SessionFolder folder() {
    return folder;
  }

  Map<String, String> resource() {
    return resource;
  }

  String serviceName() {
    return resource.getOrDefault("service.name", "unknown_service:java");
  }

  @Nullable TelemetryEvent next() {
    TelemetryEvent event = damaged ? null : source.next();
    seenEmpty |= event == null && !paused();
    return event;
  }

  /** Whether {@link #next} is to be called again though it gave none. */
  boolean paused() {
    return !damaged && source.paused();
  }

  int segment() {
    return source.segment();
  }

  long lastRead() {
    return source.lastRead();
  }

  long[] takeDiscards() {
    return source.takeDiscards();
  }

  /** Notes how far the agent has written by now. */
  void noteWritten() {
    noted = damaged ? 0 : folder.header().lastSequence();
    seenEmpty = false;
  }

  /** Whether everything has been read that was there at {@link #noteWritten}. */
  boolean hasReadNoted() {
    // What a killed application says it wrote may be less than what it wrote.
    return damaged || seenEmpty || (alive && source.lastRead() >= noted);
  }

  /** Whether its agent rings when it needs another segment, parked or not. */
  boolean ringsForSegments() {
    return damaged || source.ringsForSegments();
  }

  void parked(boolean parked) {
    if (!damaged) {
      source.parked(parked);
    }
  }

  /** One more batch holds records of this session. */
  void sent(long oldestEpochNanos) {
    if (underWay++ == 0) {
      oldestUnsentEpochNanos = oldestEpochNanos;
    }
  }

  /** What was sent of this session will not be settled. */
  void nothingUnderWay() {
    underWay = 0;
  }

  /** A batch came to its end. */
  void settled(int segment, long sequence, long delivered, long[] discarded) throws IOException {
    underWay--;
    source.acknowledge(segment, sequence, delivered, discarded);
  }

  /** Moves on past damage; false if that has become hopeless. */
  boolean tendDamage() {
    return damaged || source.skipDamage();
  }

  /**
   * The session failed in a way that makes its files not worth another look: from now on it is only
   * kept for its end.
   *
   * @return false if that is known already
   */
  boolean giveUp() {
    if (damaged) {
      return false;
    }
    damaged = true;
    headerLost = folder.hasCutPage();
    if (!headerLost) {
      source.giveUpSession();
    }
    givenUpNs = System.nanoTime();
    return true;
  }

  /** Whether more of it may be found behind damage. */
  boolean mayHoldMore() {
    return !damaged && source.mayHoldMore();
  }

  /** A cursor could not be stored; true for the first time. */
  boolean cursorFailed() {
    boolean known = cursorFailed;
    cursorFailed = true;
    return !known;
  }

  /** Whether not even its account can be read any more, nor its agent be told. */
  boolean headerLost() {
    return headerLost;
  }

  boolean damaged() {
    return damaged;
  }

  /**
   * Whether the application lives; asked of the kernel every other second. The lock of a session
   * that was removed cannot be asked: there its heartbeat tells.
   */
  boolean alive() throws IOException {
    long now = System.nanoTime();
    if (headerLost) {
      // Its application may not have found it gone yet.
      return now - givenUpNs < LAST_WORD_NS;
    }
    if (alive && now - aliveCheckedNs >= LIVENESS_CHECK_NS) {
      aliveCheckedNs = now;
      alive = SessionFolder.isAlive(folder.directory()) || (isRemoved() && beats(now));
    }
    return alive;
  }

  /** Whether somebody has removed the session's directory. */
  boolean isRemoved() {
    return folder.isRemoved();
  }

  private boolean beats(long now) {
    long seen = folder.header().heartbeat();
    if (seen != heartbeat) {
      heartbeat = seen;
      heartbeatNs = now;
    }
    return now - heartbeatNs < REMOVED_QUIET_NS;
  }

  /** Whether nothing of it is in a batch. */
  boolean idle() {
    return underWay == 0;
  }

  /**
   * Accounts for what a dead process wrote and nobody can read.
   *
   * @return how many records that is
   */
  long countUnreadable() throws IOException {
    long known = source.delivered() + source.discardedOtherwise();
    for (DiscardReason reason : DiscardReason.values()) {
      known += source.discarded(reason);
    }
    long missing = Math.max(0, written() - known);
    if (missing > 0) {
      long[] discarded = new long[DiscardReason.values().length];
      discarded[DiscardReason.UNREADABLE.code()] = missing;
      source.acknowledge(source.segment(), source.lastRead(), 0, discarded);
    }
    return missing;
  }

  private long written() {
    return headerLost ? lastView.written() : folder.header().written();
  }

  /** What was last seen of a session whose header can no longer be read. */
  private SessionView lastWord() {
    SessionView seen = lastView;
    return new SessionView(
        seen.id(),
        seen.resource(),
        false,
        seen.heartbeatAgeMillis(),
        seen.offeredSpans(),
        seen.offered(),
        seen.written(),
        seen.dropped(),
        source.delivered(),
        discarded(),
        0,
        0,
        seen.decisions());
  }

  private Map<String, Long> discarded() {
    Map<String, Long> discarded = new LinkedHashMap<>();
    for (DiscardReason reason : DiscardReason.values()) {
      discarded.put(reason.label(), source.discarded(reason));
    }
    otherwise(discarded, source.discardedOtherwise());
    return discarded;
  }

  SessionView view() {
    if (headerLost) {
      return lastWord();
    }
    SessionHeader header = folder.header();
    long now = System.nanoTime();
    boolean unused = beats(now);
    Map<String, Long> discarded = discarded();
    long done = source.delivered() + sum(discarded);
    long written = Math.max(header.written(), done);
    Map<String, Long> dropped = dropped(header);
    SessionView view =
        new SessionView(
            id(),
            resource,
            alive,
            TimeUnit.NANOSECONDS.toMillis(now - heartbeatNs),
            header.offeredSpans(),
            // Of a process that was killed the header lags behind the queue.
            Math.max(header.offered(), written + sum(dropped)),
            written,
            dropped,
            source.delivered(),
            discarded,
            written - done,
            oldestUnsentAgeMillis(written - done),
            decisions(header));
    lastView = view;
    return view;
  }

  private long oldestUnsentAgeMillis(long depth) {
    if (depth == 0 || underWay == 0) {
      return 0;
    }
    return Math.max(
        0, System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(oldestUnsentEpochNanos));
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static Map<String, Long> dropped(SessionHeader header) {
    Map<String, Long> dropped = new LinkedHashMap<>();
    for (DropReason reason : DropReason.values()) {
      dropped.put(reason.label(), header.dropped(reason));
    }
    otherwise(dropped, header.droppedOtherwise());
    return dropped;
  }

  /** What a newer version counts under a reason that this one has no word for. */
  private static void otherwise(Map<String, Long> counts, long count) {
    if (count != 0) {
      counts.put("other", count);
    }
  }

  private static Map<String, Long> decisions(SessionHeader header) {
    Map<String, Long> decisions = new LinkedHashMap<>();
    for (DecisionRecord.Source source : DecisionRecord.Source.values()) {
      decisions.put(source.label() + "/allow", header.decisions(source, true));
      decisions.put(source.label() + "/deny", header.decisions(source, false));
    }
    return decisions;
  }

  @Override
  public void close() throws IOException {
    source.close();
  }
}
