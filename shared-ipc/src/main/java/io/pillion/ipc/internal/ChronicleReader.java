package io.pillion.ipc.internal;

import io.pillion.ipc.SegmentReader;
import io.pillion.ipc.wire.RecordDescriptor;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.wire.DocumentContext;
import net.openhft.chronicle.wire.Wire;
import org.jspecify.annotations.Nullable;

/**
 * Reads a queue through a read-only view: it takes no lock, extends no file, and never steals the
 * write lock of a process it cannot see.
 */
final class ChronicleReader implements SegmentReader {
  private final SegmentFiles files;
  private final ChronicleQueue queue;
  private final ExcerptTailer tailer;
  private final byte[] copy = new byte[RecordDescriptor.MAX_RECORD_BYTES];
  private int segment = -1;

  ChronicleReader(Path directory, int segmentBytes) {
    this.files = new SegmentFiles(directory);
    this.queue = ChronicleQueues.builder(directory, segmentBytes, () -> 0).readOnly(true).build();
    this.tailer = queue.createTailer();
    tailer.singleThreadedCheckDisabled(true);
  }

  @Override
  public @Nullable ByteBuffer next() {
    try (DocumentContext document = tailer.readingDocument()) {
      Wire wire = document.wire();
      if (!document.isPresent() || wire == null) {
        return null;
      }
      segment = queue.rollCycle().toCycle(document.index());
      Bytes<?> bytes = wire.bytes();
      int length = (int) Math.min(bytes.readRemaining(), copy.length);
      bytes.read(copy, 0, length);
      return ByteBuffer.wrap(copy, 0, length);
    }
  }

  @Override
  public int segment() {
    return segment;
  }

  @Override
  public boolean moveTo(int target) {
    return tailer.moveToIndex(queue.rollCycle().toIndex(target, 0));
  }

  @Override
  public int oldest() {
    return files.oldest();
  }

  @Override
  public int newest() {
    return files.newest();
  }

  @Override
  public void moveToEnd() {
    tailer.toEnd();
  }

  @Override
  public void deleteBefore(int firstKept) {
    files.deleteBefore(firstKept);
  }

  @Override
  public void close() {
    tailer.close();
    queue.close();
  }
}
