package io.pillion.ipc.internal;

import io.pillion.ipc.SegmentReader;
import io.pillion.ipc.SegmentWriter;
import java.io.IOException;
import java.nio.file.Path;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.queue.rollcycles.LegacyRollCycles;

/** Opens queues on Chronicle; the settings that both ends must share are here. */
public final class ChronicleQueues {
  private static final int INDEX_COUNT = 64;
  private static final int INDEX_SPACING = 256;
  private static final long TIMEOUT_MILLIS = 500;

  private ChronicleQueues() {}

  /**
   * Begins a new queue in an empty directory.
   *
   * @param segmentBytes what a segment holds: a multiple of 256 KiB. Its file is a quarter larger,
   *     because Chronicle maps that much beyond
   * @param maxSegments how many segment files may exist at once, at least 2
   */
  public static SegmentWriter create(Path directory, int segmentBytes, int maxSegments)
      throws IOException {
    ChronicleEnvironment.prepare();
    return new ChronicleWriter(directory, segmentBytes, maxSegments);
  }

  /**
   * Opens a queue that another process writes.
   *
   * @param segmentBytes as the writer has it
   */
  public static SegmentReader open(Path directory, int segmentBytes) {
    return new QueueReader(directory, segmentBytes);
  }

  static SingleChronicleQueueBuilder builder(Path directory, int segmentBytes, TimeProvider clock) {
    return SingleChronicleQueueBuilder.binary(directory)
        .rollCycle(LegacyRollCycles.MINUTELY)
        .timeProvider(clock)
        .blockSize(segmentBytes)
        .indexCount(INDEX_COUNT)
        .indexSpacing(INDEX_SPACING)
        .timeoutMS(TIMEOUT_MILLIS)
        .checkInterrupts(false)
        .doubleBuffer(false)
        .sourceId(0);
  }

  /** Size of a segment's file: the block and the quarter that is mapped behind it. */
  static long fileBytes(int segmentBytes) {
    return segmentBytes + segmentBytes / 4L;
  }
}
