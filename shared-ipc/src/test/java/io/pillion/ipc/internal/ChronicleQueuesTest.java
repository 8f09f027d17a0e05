package io.pillion.ipc.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pillion.ipc.SegmentReader;
import io.pillion.ipc.SegmentWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ChronicleQueuesTest {
  private static final int SEGMENT = 256 * 1024;

  @TempDir Path directory;

  @Test
  void recordsArriveInOrderAcrossManySegments() throws IOException {
    try (SegmentWriter writer = ChronicleQueues.create(directory, SEGMENT, 100);
        SegmentReader reader = ChronicleQueues.open(directory, SEGMENT)) {
      int written = 0;
      int read = 0;
      while (written < 20_000) {
        ByteBuffer record = record(written, 200);
        if (writer.remaining() < record.remaining()) {
          assertThat(writer.prepareNext()).isEqualTo(SegmentWriter.Preparation.READY);
          writer.roll(record);
        } else {
          writer.append(record);
        }
        written++;
        if (written % 3 == 0) {
          read = readAll(reader, read);
        }
      }
      read = readAll(reader, read);
      assertThat(read).isEqualTo(written);
      assertThat(reader.segment()).isGreaterThan(10);
      assertThat(sizes()).allMatch(size -> size == ChronicleQueues.fileBytes(SEGMENT));
    }
  }

  @Test
  void aSegmentThatIsNotPreparedIsRefusedAtTheLimit() throws IOException {
    try (SegmentWriter writer = ChronicleQueues.create(directory, SEGMENT, 2)) {
      writer.append(record(1, 100));
      assertThat(writer.prepareNext()).isEqualTo(SegmentWriter.Preparation.READY);
      writer.roll(record(2, 100));
      assertThat(writer.prepareNext()).isEqualTo(SegmentWriter.Preparation.LIMIT_REACHED);
    }
  }

  @Test
  void aConsumedSegmentMakesRoomForTheNext() throws IOException {
    try (SegmentWriter writer = ChronicleQueues.create(directory, SEGMENT, 2);
        SegmentReader reader = ChronicleQueues.open(directory, SEGMENT)) {
      writer.append(record(0, 100));
      writer.prepareNext();
      writer.roll(record(1, 100));
      assertThat(readAll(reader, 0)).isEqualTo(2);
      reader.deleteBefore(1);
      assertThat(writer.prepareNext()).isEqualTo(SegmentWriter.Preparation.READY);
      writer.roll(record(2, 100));
      assertThat(readAll(reader, 2)).isEqualTo(3);
    }
  }

  @Test
  void aSecondReaderStartsAtTheSegmentItIsToldTo() throws IOException {
    try (SegmentWriter writer = ChronicleQueues.create(directory, SEGMENT, 10)) {
      writer.append(record(0, 100));
      writer.append(record(1, 100));
      writer.prepareNext();
      writer.roll(record(2, 100));
      writer.append(record(3, 100));
      try (SegmentReader reader = ChronicleQueues.open(directory, SEGMENT)) {
        assertThat(reader.oldestFrom(0)).isZero();
        assertThat(reader.newest()).isEqualTo(1);
        assertThat(reader.moveTo(1)).isTrue();
        assertThat(readAll(reader, 2)).isEqualTo(4);
      }
    }
  }

  @Test
  void aDeletedSegmentIsNotKeptInMemoryByItsReader() throws IOException {
    try (SegmentWriter writer = ChronicleQueues.create(directory, SEGMENT, 20)) {
      for (int i = 0; i < 10; i++) {
        writer.prepareNext();
        writer.roll(record(i, 100));
      }
    }
    // Chronicle gives the writer's mappings back on a thread of its own.
    long deadline = System.nanoTime() + 30_000_000_000L;
    while (!mappedSegments().isEmpty() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    try (SegmentReader reader = ChronicleQueues.open(directory, SEGMENT)) {
      assertThat(reader.moveTo(1)).isTrue();
      assertThat(readAll(reader, 0)).isEqualTo(10);
      reader.deleteBefore(10);
      assertThat(mappedSegments()).containsExactly("19700101-0010.cq4");
    }
    assertThat(mappedSegments()).isEmpty();
  }

  @Test
  void aLinkInASegmentsPlaceIsNotFollowed() throws IOException {
    Path elsewhere = Files.write(directory.resolve("elsewhere"), new byte[SEGMENT]);
    Files.createSymbolicLink(directory.resolve("19700101-0000.cq4"), elsewhere);
    try (SegmentReader reader = ChronicleQueues.open(directory, SEGMENT)) {
      assertThatThrownBy(reader::next).hasStackTraceContaining("not a plain file");
    }
  }

  /** Of this test's directory, by name, deleted ones included. */
  private List<String> mappedSegments() throws IOException {
    try (Stream<String> maps = Files.lines(Path.of("/proc/self/maps"))) {
      return maps.filter(line -> line.contains(directory.toString()) && line.contains(".cq4"))
          .filter(line -> !line.contains("metadata"))
          .map(line -> line.replaceAll(".*/([0-9-]+\\.cq4).*", "$1"))
          .distinct()
          .toList();
    }
  }

  @Test
  void aSegmentMayHoldAsManyRecordsAsTheSmallestOnesAllow() throws IOException {
    int most = 4 << 20;
    try (SegmentWriter writer = ChronicleQueues.create(directory, most, 3);
        SegmentReader reader = ChronicleQueues.open(directory, most)) {
      int written = 0;
      for (ByteBuffer record = record(0, 4);
          writer.remaining() >= record.remaining();
          record = record(++written, 4)) {
        writer.append(record);
      }
      assertThat(written).isGreaterThan(500_000);
      assertThat(readAll(reader, 0)).isEqualTo(written);
      assertThat(writer.prepareNext()).isEqualTo(SegmentWriter.Preparation.READY);
      writer.roll(record(written, 4));
      assertThat(readAll(reader, written)).isEqualTo(written + 1);
    }
  }

  @Test
  void segmentsAreNumberedByRollsAndNotByTheClock() throws IOException {
    try (SegmentWriter writer = ChronicleQueues.create(directory, SEGMENT, 9)) {
      writer.append(record(0, 100));
      for (int i = 1; i < 5; i++) {
        writer.prepareNext();
        writer.roll(record(i, 100));
      }
      assertThat(names())
          .containsExactly(
              "19700101-0000.cq4",
              "19700101-0001.cq4",
              "19700101-0002.cq4",
              "19700101-0003.cq4",
              "19700101-0004.cq4");
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".cq4"))
          .sorted()
          .toList();
    }
  }

  private static int readAll(SegmentReader reader, int expected) {
    int next = expected;
    for (ByteBuffer record = reader.next(); record != null; record = reader.next()) {
      assertThat(record.getInt(record.position())).isEqualTo(next);
      next++;
    }
    return next;
  }

  private static ByteBuffer record(int number, int bytes) {
    ByteBuffer record = ByteBuffer.allocate(bytes);
    record.putInt(0, number);
    return record;
  }

  private Stream<Long> sizes() throws IOException {
    return Files.list(directory)
        .filter(file -> file.toString().endsWith(".cq4"))
        .map(file -> file.toFile().length());
  }
}
