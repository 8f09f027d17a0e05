package io.pillion.ipc;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Appends records to a queue that consists of segments of fixed size.
 *
 * <p>A segment's space is taken before it is mapped ({@link #prepareNext}), so that a full file
 * system is an answer and never a fault in somebody's thread.
 *
 * <p><b>Threading.</b> One thread at a time; the caller orders them. {@link #prepareNext} touches
 * only the file system and may overlap with an append. <b>Failure.</b> After any {@link Throwable}
 * the writer is to be closed and not used again.
 */
public interface SegmentWriter extends Closeable {

  /** What became of {@link #prepareNext}. */
  enum Preparation {
    /** The next segment is there. */
    READY,
    /** The queue has as many segments as it may. */
    LIMIT_REACHED,
    /** The file system has no room. */
    NO_SPACE
  }

  /** Longest record that {@link #append} takes now, in bytes; 0 or less if none. */
  int remaining();

  /** Bytes that a segment holds. */
  int capacity();

  /** Appends from the buffer's position to its limit. The record must fit {@link #remaining}. */
  void append(ByteBuffer record);

  /** Takes the space of the next segment, if that has not been done. */
  Preparation prepareNext() throws IOException;

  /** Ends the current segment and begins the next, which must be ready. */
  void roll(ByteBuffer firstRecord);

  @Override
  void close();
}
