package io.pillion.ipc;

import java.io.Closeable;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a queue that another process writes, without changing it.
 *
 * <p><b>Threading.</b> One thread.
 */
public interface SegmentReader extends Closeable {

  /**
   * The next record, borrowed until the next call; null if there is none yet. A record longer than
   * any may be comes out cut, and will not decode.
   */
  @Nullable ByteBuffer next();

  /** Number of the segment of the latest record; -1 before the first. */
  int segment();

  /** Goes to the start of a segment; false if it does not exist. */
  boolean moveTo(int segment);

  /** Number of the oldest segment from {@code number} on; -1 if there is none. */
  int oldestFrom(int number);

  /** Number of the newest segment there is; -1 if none. */
  int newest();

  /** Goes behind the newest record. */
  void moveToEnd();

  /** Deletes all segments before {@code segment}. */
  void deleteBefore(int segment);

  @Override
  void close();
}
