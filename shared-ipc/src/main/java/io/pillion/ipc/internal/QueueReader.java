package io.pillion.ipc.internal;

import io.pillion.ipc.SegmentReader;
import io.pillion.ipc.wire.RecordDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads the files that {@link ChronicleWriter} makes, trusting no byte of them. Chronicle's own
 * reader is not used: it waits for seconds for a header that makes sense, and creates objects of
 * whatever class a file names.
 *
 * <p>A file is a sequence of documents, each a 32-bit little-endian word and then as many bytes as
 * its low 30 bits say, up to the next multiple of four. Documents with bit 30 are Chronicle's own
 * (header, indexes) and passed over. 0 stands where the next document will be; bits 31 and 30 alone
 * mean that the segment is complete; any other word with bit 31 is not published yet.
 *
 * <p>A word that leads beyond the file can never become right: the rest of the segment is given up,
 * and reading goes on at the next one when there is one. A hole between segments is for the caller
 * to pass, by {@link #moveTo}.
 */
final class QueueReader implements SegmentReader {
  private static final int NOT_COMPLETE = 1 << 31;
  private static final int NOT_DATA = 1 << 30;
  private static final int END_OF_SEGMENT = NOT_COMPLETE | NOT_DATA;
  private static final int LENGTH = NOT_DATA - 1;

  /** Segments without a record that one call looks at. An agent makes none. */
  private static final int MOST_MOVES = 4;

  private final SegmentFiles files;
  private final long mostBytes;
  private final byte[] copy = new byte[RecordDescriptor.MAX_RECORD_BYTES];
  private @Nullable MappedSegment mapped;
  private int mappedNumber;
  private int position;
  private int segment = -1;

  QueueReader(Path directory, int segmentBytes) {
    this.files = new SegmentFiles(directory);
    this.mostBytes = ChronicleQueues.fileBytes(segmentBytes);
  }

  @Override
  public @Nullable ByteBuffer next() {
    // A queue begins with segment 0; whoever wants another one says so.
    if (mapped == null && !moveTo(mappedNumber)) {
      return null;
    }
    int word = wordOfData();
    for (int moves = 0; hasEnded(word); moves++) {
      if (moves == MOST_MOVES || !moveTo(mappedNumber + 1)) {
        return null;
      }
      word = wordOfData();
    }
    return word == 0 ? null : take(word);
  }

  private ByteBuffer take(int word) {
    int length = word & LENGTH;
    int copied = Math.min(length, copy.length);
    current().copy(position + Integer.BYTES, copy, copied);
    position = behind(length);
    segment = mappedNumber;
    return ByteBuffer.wrap(copy, 0, copied);
  }

  /**
   * The word of the first document from here on that is not Chronicle's own; 0 if there is none
   * yet.
   */
  private int wordOfData() {
    MappedSegment current = current();
    while (current.holds(position, Integer.BYTES)) {
      int word = current.word(position);
      if (word == END_OF_SEGMENT || (word & NOT_COMPLETE) != 0) {
        return word == END_OF_SEGMENT ? word : 0;
      }
      int length = word & LENGTH;
      if (!current.holds(position + Integer.BYTES, length)) {
        return END_OF_SEGMENT;
      }
      if ((word & NOT_DATA) == 0) {
        return word;
      }
      position = behind(length);
    }
    return END_OF_SEGMENT;
  }

  private static boolean hasEnded(int word) {
    return word == END_OF_SEGMENT;
  }

  private int behind(int length) {
    return (position + Integer.BYTES + length + Integer.BYTES - 1) & -Integer.BYTES;
  }

  private MappedSegment current() {
    MappedSegment current = mapped;
    if (current == null) {
      throw new IllegalStateException("no segment is open");
    }
    return current;
  }

  @Override
  public int segment() {
    return segment;
  }

  @Override
  public boolean moveTo(int target) {
    if (target < 0 || !files.exists(target)) {
      return false;
    }
    MappedSegment next;
    try {
      next = MappedSegment.open(files.segment(target), mostBytes);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "segment cannot be read: number=" + target + ", cause=" + e, e);
    }
    if (next == null) {
      return false;
    }
    close();
    mapped = next;
    mappedNumber = target;
    position = 0;
    return true;
  }

  @Override
  public int oldestFrom(int number) {
    return files.oldestFrom(number);
  }

  @Override
  public int newest() {
    return files.newest();
  }

  @Override
  public void moveToEnd() {
    int newest = files.newest();
    if (newest < 0 || !moveTo(newest)) {
      return;
    }
    for (int word = wordOfData(); word != 0 && !hasEnded(word); word = wordOfData()) {
      position = behind(word & LENGTH);
    }
  }

  @Override
  public void deleteBefore(int firstKept) {
    files.deleteBefore(firstKept);
  }

  @Override
  public void close() {
    if (mapped != null) {
      mapped.close();
      mapped = null;
    }
  }
}
