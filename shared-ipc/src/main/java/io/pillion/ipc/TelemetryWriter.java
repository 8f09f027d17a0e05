package io.pillion.ipc;

import io.pillion.ipc.status.DropReason;
import io.pillion.ipc.wire.RecordEncoder;
import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Encodes items into one session's telemetry queue and keeps that session's account: every item
 * given to {@link #write} is written, or dropped and counted with a reason.
 *
 * <p>Once a segment cannot be followed by another, all items are dropped until one can: the newest
 * go, what was written stays in order. A gap record then says how many are missing.
 *
 * <p><b>Threading.</b> The writer thread.
 */
final class TelemetryWriter {
  /** While the queue is full, how often to look whether there is room again. */
  private static final long FULL_RECHECK_NS = 5_000_000;

  /** What a gap record and its frame take before the record that it precedes. */
  private static final int GAP_ROOM_BYTES = 64;

  private final SegmentWriter queue;
  private final RecordEncoder encoder = new RecordEncoder();
  private final RecordEncoder markers = new RecordEncoder();
  private final long[] dropped = new long[DropReason.values().length];
  private ByteBuffer record = ByteBuffer.allocate(0);
  private long sequence;
  private long written;
  private long missing;
  private @Nullable DropReason full;
  private long fullCheckedNs;
  private boolean nextPrepared;
  private boolean calledAhead;
  private boolean readerWanted;

  TelemetryWriter(SegmentWriter queue) {
    this.queue = queue;
  }

  /**
   * Writes one item, or drops and counts it.
   *
   * @throws IOException if the queue failed: the item was counted, the session is to be given up.
   *     Chronicle's own exceptions and errors come out as they are and mean the same
   */
  void write(TelemetryItem item) throws IOException {
    DropReason reason = DropReason.WRITE_FAILED;
    try {
      reason = tryWrite(item);
    } finally {
      // Whatever was thrown on the way, by the queue or by the item: it is counted.
      if (reason != null) {
        drop(reason);
      }
    }
  }

  /** Why the item was not written; null if it was. */
  private @Nullable DropReason tryWrite(TelemetryItem item) throws IOException {
    if (full != null && !roll()) {
      return full;
    }
    DropReason reason = encode(item);
    if (reason == null && needed() > queue.remaining()) {
      if (!roll()) {
        return full == null ? DropReason.QUEUE_FULL : full;
      }
      // The new segment has a dictionary of its own.
      reason = encode(item);
    }
    if (reason == null) {
      append();
    }
    return reason;
  }

  /** Encodes into {@link #record}; the reason if that cannot be done. */
  private @Nullable DropReason encode(TelemetryItem item) {
    DropReason reason;
    try {
      item.encodeTo(encoder);
      record = encoder.finish(sequence + 1);
      return null;
    } catch (BufferOverflowException e) {
      reason = DropReason.RECORD_TOO_LARGE;
    } catch (RuntimeException e) {
      reason = DropReason.ENCODE_FAILED;
    }
    // The dictionary may name strings that no reader will see.
    encoder.segmentStarted();
    return reason;
  }

  private int needed() {
    return record.remaining() + (missing > 0 ? GAP_ROOM_BYTES : 0);
  }

  private void append() {
    if (missing > 0) {
      writeGap();
    }
    queue.append(record);
    sequence++;
    written++;
  }

  private void writeGap() {
    markers.gap(missing);
    ByteBuffer gap = markers.finish(sequence);
    if (gap.remaining() <= queue.remaining()) {
      queue.append(gap);
      missing = 0;
    }
  }

  /** Goes to the next segment; false, with {@link #full} set, if there is none to go to. */
  private boolean roll() throws IOException {
    long now = System.nanoTime();
    if (full != null && now - fullCheckedNs < FULL_RECHECK_NS) {
      return false;
    }
    // While it stays full the reader is not called again: it may wait for a back end.
    readerWanted |= full == null;
    switch (queue.prepareNext()) {
      case READY -> {
        markers.padding();
        queue.roll(markers.finish(sequence));
        encoder.segmentStarted();
        full = null;
        nextPrepared = false;
        calledAhead = false;
        return true;
      }
      case LIMIT_REACHED -> full = DropReason.QUEUE_FULL;
      case NO_SPACE -> full = DropReason.STORAGE_FULL;
    }
    fullCheckedNs = now;
    return false;
  }

  void drop(DropReason reason) {
    dropped[reason.code()]++;
    missing++;
  }

  /** Items dropped before they came here; the next gap record tells of them. */
  void missed(long count) {
    missing += count;
  }

  /** Takes the next segment's space before it is needed, if the current one is half full. */
  void prepareAhead() throws IOException {
    if (!nextPrepared && queue.remaining() < queue.capacity() / 2) {
      nextPrepared = queue.prepareNext() == SegmentWriter.Preparation.READY;
      if (!nextPrepared && !calledAhead) {
        // There is still time to make room.
        calledAhead = true;
        readerWanted = true;
      }
    }
  }

  /**
   * Whether the reader should come even if it does not want to be rung yet: a segment has filled,
   * or there is no room for another. True once for each time.
   */
  boolean takeReaderWanted() {
    boolean wanted = readerWanted;
    readerWanted = false;
    return wanted;
  }

  long sequence() {
    return sequence;
  }

  long written() {
    return written;
  }

  long dropped(DropReason reason) {
    return dropped[reason.code()];
  }
}
