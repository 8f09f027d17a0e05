package io.pillion.ipc;

import io.pillion.ipc.internal.ChronicleQueues;
import io.pillion.ipc.status.DiscardReason;
import io.pillion.ipc.wire.GapRecord;
import io.pillion.ipc.wire.RecordDecoder;
import io.pillion.ipc.wire.RecordFormatException;
import io.pillion.ipc.wire.TelemetryEvent;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * One session's telemetry as the sidecar reads it. Reading runs ahead; the cursor, which is what
 * survives the sidecar, moves only by {@link #acknowledge}.
 *
 * <p>Damage in the queue is silent: the reader just finds nothing more. If the agent's count says
 * otherwise for twice {@value #STUCK_MILLIS} ms, reading goes on at the next segment, and what lay
 * between is counted.
 *
 * <p><b>Threading.</b> One thread.
 */
public final class TelemetrySource implements Closeable {
  private static final long STUCK_MILLIS = 1_000;
  private static final long STUCK_NS = STUCK_MILLIS * 1_000_000;
  private static final int MOST_SKIPS = 3;

  /** So many records that give no event end a turn: the other sessions wait. */
  private static final int MOST_PASSED = 64;

  private final SessionHeader header;
  private final SegmentReader reader;
  private final ReplyPage replies;
  private final CursorFile cursorFile;
  private final RecordDecoder decoder = new RecordDecoder();

  private CursorFile.State cursor;
  private final long[] discardedAhead = new long[DiscardReason.values().length];
  private int segment = -1;
  private long lastRead;
  private long malformedBefore;
  private long progressNs = System.nanoTime();
  private int skips;
  private long stuckAt = -1;
  private boolean paused;

  private TelemetrySource(
      SessionHeader header, SegmentReader reader, ReplyPage replies, CursorFile cursorFile)
      throws IOException {
    this.header = header;
    this.reader = reader;
    this.replies = replies;
    this.cursorFile = cursorFile;
    this.cursor = cursorFile.read();
    this.lastRead = cursor.sequence();
    // The dictionary is the segment's: read it again from its start, and pass over what is done.
    int first = reader.oldestFrom(cursor.segment());
    if (first > 0) {
      reader.moveTo(first);
    }
  }

  static TelemetrySource open(IpcRoot root, SessionFolder session) throws IOException {
    Path directory = session.directory();
    CursorFile cursor = CursorFile.open(root, directory.resolve(CursorFile.NAME));
    try {
      return new TelemetrySource(
          session.header(),
          ChronicleQueues.open(
              directory.resolve(AgentSession.TELEMETRY), session.header().telemetrySegmentBytes()),
          ReplyPage.open(directory.resolve(AgentSession.REPLIES)),
          cursor);
    } catch (Throwable e) {
      cursor.close();
      throw e;
    }
  }

  /**
   * The next event behind those returned before; null if there is none now, or none among the next
   * {@value #MOST_PASSED} records: {@link #paused} tells which.
   */
  public @Nullable TelemetryEvent next() {
    paused = false;
    for (int passed = 0; passed < MOST_PASSED; passed++) {
      ByteBuffer record = read();
      if (record == null) {
        return null;
      }
      progressNs = System.nanoTime();
      TelemetryEvent event = decode(record);
      if (event != null) {
        return event;
      }
    }
    paused = true;
    return null;
  }

  /** Whether {@link #next} gave up on records of no use, and is to be called again. */
  public boolean paused() {
    return paused;
  }

  /** Bytes that the queue itself cannot make sense of are damage like any other. */
  private @Nullable ByteBuffer read() {
    try {
      return reader.next();
    } catch (RuntimeException e) {
      if (skips >= MOST_SKIPS || !skip()) {
        throw e;
      }
      return reader.next();
    }
  }

  private @Nullable TelemetryEvent decode(ByteBuffer record) {
    if (reader.segment() != segment) {
      segment = reader.segment();
      decoder.segmentStarted();
    }
    try {
      TelemetryEvent event = decoder.decode(record);
      if (event instanceof GapRecord) {
        return event.sequence() >= lastRead ? event : null;
      }
      if (decoder.lastWasPadding() || !advance(decoder.lastSequence())) {
        return null;
      }
      if (event == null) {
        discardedAhead[DiscardReason.UNKNOWN_TYPE.code()]++;
      }
      return event;
    } catch (RecordFormatException e) {
      malformedBefore++;
      return null;
    }
  }

  /**
   * Notes a record's sequence; false if it was dealt with before. A malformed record has none that
   * could be believed: the next whole one tells whether it was dealt with before, too.
   */
  private boolean advance(long sequence) throws RecordFormatException {
    long malformed = malformedBefore;
    malformedBefore = 0;
    if (sequence <= lastRead) {
      return false;
    }
    long missing = sequence - lastRead - 1;
    if (missing > 0 && sequence > header.lastSequence() + SessionAccount.HEADER_LAG) {
      malformedBefore = malformed;
      throw new RecordFormatException(sequence);
    }
    malformed = Math.min(malformed, missing);
    discardedAhead[DiscardReason.MALFORMED.code()] += malformed;
    discardedAhead[DiscardReason.UNREADABLE.code()] += missing - malformed;
    lastRead = sequence;
    return true;
  }

  /** Segment of the event that {@link #next} returned last. */
  public int segment() {
    return segment;
  }

  /** Sequence of the record read last. */
  public long lastRead() {
    return lastRead;
  }

  /** How many records were read and cannot be delivered, by reason, since the last call. */
  public long[] takeDiscards() {
    long[] taken = discardedAhead.clone();
    java.util.Arrays.fill(discardedAhead, 0);
    return taken;
  }

  /**
   * Goes on at the next segment if this one holds no more although the agent wrote more.
   *
   * @return false if there is none, or that has happened too often: the session is to be given up
   */
  public boolean skipDamage() {
    if (header.lastSequence() <= lastRead || System.nanoTime() - progressNs < STUCK_NS) {
      return true;
    }
    progressNs = System.nanoTime();
    boolean seenBefore = stuckAt == lastRead;
    stuckAt = lastRead;
    // What came between reading and looking at the header is no damage: it is read by the next
    // look.
    return !seenBefore || skip();
  }

  private boolean skip() {
    int next = reader.oldestFrom(segment + 1);
    if (next < 0) {
      return false;
    }
    // Also where that one cannot be read either: the next skip leads on.
    segment = next;
    decoder.segmentStarted();
    skips++;
    boolean unused = reader.moveTo(next);
    return skips <= MOST_SKIPS;
  }

  /** Whether the agent wrote more, and there is a further segment where it may be found. */
  public boolean mayHoldMore() {
    return header.lastSequence() > lastRead && segment < reader.newest();
  }

  /**
   * Moves the cursor: everything up to {@code sequence} is delivered or discarded for good.
   *
   * @param upToSegment the segment in which that record is
   * @param delivered how many more were delivered
   * @param discarded how many more were discarded, by reason
   */
  public void acknowledge(int upToSegment, long sequence, long delivered, long[] discarded)
      throws IOException {
    long[] totals = cursor.discarded().clone();
    for (int i = 0; i < discarded.length; i++) {
      totals[i] += discarded[i];
    }
    int before = cursor.segment();
    cursor =
        new CursorFile.State(
            Math.max(upToSegment, before),
            Math.max(sequence, cursor.sequence()),
            cursor.delivered() + delivered,
            totals);
    cursorFile.write(cursor);
    if (cursor.segment() > before) {
      reader.deleteBefore(cursor.segment());
    }
  }

  /** Every record up to here is dealt with. */
  public long acknowledged() {
    return cursor.sequence();
  }

  /** Records delivered, since the session began. */
  public long delivered() {
    return cursor.delivered();
  }

  /** Records discarded for that reason, since the session began. */
  public long discarded(DiscardReason reason) {
    return cursor.discarded()[reason.code()];
  }

  /** Records that a newer sidecar discarded for reasons that this one does not know. */
  public long discardedOtherwise() {
    return cursor.discardedOtherwise();
  }

  /** Whether the agent rings when it needs another segment, parked or not. */
  public boolean ringsForSegments() {
    return (header.features() & SessionHeader.RINGS_FOR_SEGMENTS) != 0;
  }

  /** Tells the agent whether this reader sleeps and wants a ring. */
  public void parked(boolean parked) {
    replies.telemetryParked(parked);
  }

  /** Tells the agent to begin another session. */
  public void giveUpSession() {
    replies.giveUpSession();
  }

  @Override
  public void close() throws IOException {
    try (cursorFile) {
      reader.close();
    }
  }
}
