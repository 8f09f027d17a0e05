package io.pillion.ipc.internal;

import io.pillion.ipc.SegmentWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.chronicle.wire.Wire;

/**
 * A queue with one appender, rolled by us and not by the clock: Chronicle is given a logical time
 * that moves one minute, hence one file, at each {@link #roll}. A wall clock that steps back would
 * wedge it.
 */
final class ChronicleWriter implements SegmentWriter {
  /** Document header, alignment, end marker, and room for an index array that may be due. */
  private static final int OVERHEAD_BYTES = 2 * 1024;

  private static final long MINUTE_MILLIS = 60_000;

  private final SegmentFiles files;
  private final int segmentBytes;
  private final int maxSegments;
  private final ChronicleQueue queue;
  private final ExcerptAppender appender;
  private volatile int segment;
  private long position;

  ChronicleWriter(Path directory, int segmentBytes, int maxSegments) throws IOException {
    this.files = new SegmentFiles(directory);
    this.segmentBytes = segmentBytes;
    this.maxSegments = maxSegments;
    files.prepareTable();
    files.prepare(0, ChronicleQueues.fileBytes(segmentBytes));
    this.queue =
        ChronicleQueues.builder(directory, segmentBytes, () -> segment * MINUTE_MILLIS).build();
    this.appender = queue.createAppender();
    // The caller orders the threads; Chronicle's own check would refuse the second one.
    appender.singleThreadedCheckDisabled(true);
  }

  @Override
  public int remaining() {
    return (int) (segmentBytes - position - OVERHEAD_BYTES);
  }

  @Override
  public int capacity() {
    return segmentBytes;
  }

  @Override
  public void append(ByteBuffer record) {
    DocumentContext document = appender.writingDocument();
    boolean whole = false;
    try {
      Wire wire = document.wire();
      if (wire == null) {
        throw new IllegalStateException("queue gave no wire to write to");
      }
      Bytes<?> bytes = wire.bytes();
      bytes.write(record.array(), record.arrayOffset() + record.position(), record.remaining());
      position = bytes.writePosition();
      whole = true;
    } finally {
      if (!whole) {
        document.rollbackOnClose();
      }
      document.close();
    }
  }

  @Override
  public Preparation prepareNext() throws IOException {
    int next = segment + 1;
    if (files.isPrepared(next)) {
      return Preparation.READY;
    }
    if (files.count() >= maxSegments) {
      return Preparation.LIMIT_REACHED;
    }
    try {
      files.prepare(next, ChronicleQueues.fileBytes(segmentBytes));
      return Preparation.READY;
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (FileSystemException e) {
      if (e.getClass() != FileSystemException.class) {
        throw e;
      }
      // No inode, no quota, no descriptor: it may pass, as a full file system may.
      return Preparation.NO_SPACE;
    } catch (IOException e) {
      // Writing zeros fails with a plain IOException when the file system is full.
      return Preparation.NO_SPACE;
    }
  }

  @Override
  @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes; the clock reads on that thread.
  public void roll(ByteBuffer firstRecord) {
    segment++;
    append(firstRecord);
  }

  @Override
  public void close() {
    appender.close();
    queue.close();
  }
}
