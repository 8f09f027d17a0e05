package io.pillion.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.ipc.internal.ChronicleQueues;
import io.pillion.ipc.status.DiscardReason;
import io.pillion.ipc.wire.RecordEncoder;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.ipc.wire.TelemetryEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A session written record by record, good ones and bad ones. */
@Timeout(60)
class TelemetrySourceTest {
  private static final int SEGMENT = 256 * 1024;

  @TempDir Path temp;
  private final RecordEncoder encoder = new RecordEncoder();
  private IpcRoot root;
  private Path directory;
  private SessionHeader header;
  private SegmentWriter queue;

  @BeforeEach
  void open() throws IOException {
    root = IpcRoot.open(temp.resolve("ipc"));
    directory = root.createFolder("s-" + "0".repeat(32));
    root.createFile(directory.resolve(AgentSession.LOCK));
    header =
        SessionHeader.create(
            root.createFile(directory.resolve(AgentSession.HEADER)),
            Map.of("service.name", "shop"),
            1,
            SEGMENT,
            SEGMENT);
    ReplyPage.create(root.createFile(directory.resolve(AgentSession.REPLIES)));
    root.createFolder(directory, AgentSession.REQUESTS);
    queue =
        ChronicleQueues.create(root.createFolder(directory, AgentSession.TELEMETRY), SEGMENT, 20);
    header.publish();
  }

  @AfterEach
  void close() {
    queue.close();
  }

  @Test
  void aMalformedRecordIsCountedOnceAlsoByAReaderThatComesBack() throws Exception {
    span(1);
    span(2);
    garbage();
    span(4);
    span(5);
    header.written(5, 5);
    try (TelemetrySource source = source()) {
      assertThat(numbers(source)).containsExactly(1L, 2L, 4L, 5L);
      long[] discards = source.takeDiscards();
      assertThat(discards[DiscardReason.MALFORMED.code()]).isEqualTo(1);
      assertThat(discards[DiscardReason.UNREADABLE.code()]).isZero();
      source.acknowledge(source.segment(), source.lastRead(), 4, discards);
    }
    span(6);
    span(7);
    header.written(7, 7);
    try (TelemetrySource source = source()) {
      // Read again from the segment's start, the bad one must not take a good one's place.
      assertThat(numbers(source)).containsExactly(6L, 7L);
      assertThat(source.takeDiscards()).containsOnly(0);
    }
  }

  @Test
  void anEmptyRecordIsCountedAndPassedOver() throws Exception {
    span(1);
    queue.append(ByteBuffer.allocate(0));
    span(3);
    header.written(3, 3);
    try (TelemetrySource source = source()) {
      assertThat(numbers(source)).containsExactly(1L, 3L);
      assertThat(source.takeDiscards()[DiscardReason.MALFORMED.code()]).isEqualTo(1);
    }
  }

  @Test
  void aRecordWithAnImpossibleSequenceDoesNotHideThoseBehindIt() throws Exception {
    span(1);
    span(1L << 60);
    span(3);
    header.written(3, 3);
    try (TelemetrySource source = source()) {
      assertThat(numbers(source)).containsExactly(1L, 3L);
      long[] discards = source.takeDiscards();
      assertThat(discards[DiscardReason.MALFORMED.code()]).isEqualTo(1);
      assertThat(discards[DiscardReason.UNREADABLE.code()]).isZero();
    }
  }

  @Test
  void recordsThatAreMissingAreCountedAsUnreadable() throws Exception {
    span(1);
    span(9);
    header.written(9, 9);
    try (TelemetrySource source = source()) {
      assertThat(numbers(source)).containsExactly(1L, 9L);
      assertThat(source.takeDiscards()[DiscardReason.UNREADABLE.code()]).isEqualTo(7);
    }
  }

  @Test
  void unknownTypesAreCountedAndPassedOver() throws Exception {
    span(1);
    ByteBuffer unknown = encoded(2);
    unknown.put(4, (byte) 77);
    queue.append(unknown);
    span(3);
    header.written(3, 3);
    try (TelemetrySource source = source()) {
      assertThat(numbers(source)).containsExactly(1L, 3L);
      assertThat(source.takeDiscards()[DiscardReason.UNKNOWN_TYPE.code()]).isEqualTo(1);
    }
  }

  @Test
  void recordsOfNoUseEndATurnAndNotTheReading() throws Exception {
    span(1);
    for (int i = 0; i < 3_000; i++) {
      garbage();
    }
    span(2);
    header.written(2, 2);
    try (TelemetrySource source = source()) {
      assertThat(source.next()).isNotNull();
      int pauses = 0;
      TelemetryEvent event = source.next();
      while (event == null && source.paused()) {
        pauses++;
        event = source.next();
      }
      assertThat(pauses).isEqualTo(3_000 / 64);
      assertThat(event).isNotNull();
      assertThat(event.sequence()).isEqualTo(2);
      assertThat(source.next()).isNull();
      assertThat(source.paused()).isFalse();
    }
  }

  @Test
  void aSegmentFarAwayIsReachedInOneStep() throws Exception {
    span(1);
    Files.createFile(directory.resolve(AgentSession.TELEMETRY).resolve("50001231-2359.cq4"));
    Files.createFile(directory.resolve(AgentSession.TELEMETRY).resolve("99991231-2359.cq4"));
    header.written(9, 9);
    try (TelemetrySource source = source()) {
      assertThat(numbers(source)).containsExactly(1L);
      assertThat(source.mayHoldMore()).isTrue();
      Await.until(
          () -> {
            assertThat(source.skipDamage()).isTrue();
            return !source.mayHoldMore();
          });
    }
  }

  @Test
  void aDamagedFirstSegmentIsPassedAndCounted() throws Exception {
    span(1);
    span(2);
    roll(2);
    span(3);
    roll(3);
    span(4);
    header.written(4, 4);
    overwrite(0);
    try (TelemetrySource source = source()) {
      List<Long> numbers = new ArrayList<>();
      Await.until(
          () -> {
            numbers.addAll(numbers(source));
            assertThat(source.skipDamage()).isTrue();
            return source.lastRead() == 4;
          });
      assertThat(numbers).containsExactly(3L, 4L);
      assertThat(source.takeDiscards()[DiscardReason.UNREADABLE.code()]).isEqualTo(2);
      assertThat(source.mayHoldMore()).isFalse();
    }
  }

  @Test
  void segmentsAreDeletedOnlyBehindTheCursor() throws Exception {
    span(1);
    roll(1);
    span(2);
    roll(2);
    span(3);
    header.written(3, 3);
    try (TelemetrySource source = source()) {
      numbers(source);
      assertThat(segments()).isEqualTo(3);
      source.acknowledge(1, 2, 2, new long[DiscardReason.values().length]);
      assertThat(segments()).isEqualTo(2);
    }
    try (TelemetrySource source = source()) {
      assertThat(source.acknowledged()).isEqualTo(2);
      assertThat(numbers(source)).containsExactly(3L);
    }
  }

  private TelemetrySource source() throws IOException {
    SessionFolder folder = SessionFolder.open(root, directory);
    assertThat(folder).isNotNull();
    return folder.telemetry();
  }

  private void span(long number) {
    queue.append(encoded(number));
  }

  private ByteBuffer encoded(long number) {
    new TestSpan(number, 10).encodeTo(encoder);
    return encoder.finish(number);
  }

  private void garbage() {
    queue.append(
        ByteBuffer.wrap(
            "this is no record of any version"
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
  }

  private void roll(long sequence) throws IOException {
    assertThat(queue.prepareNext()).isEqualTo(SegmentWriter.Preparation.READY);
    RecordEncoder padding = new RecordEncoder();
    padding.padding();
    queue.roll(padding.finish(sequence));
    encoder.segmentStarted();
  }

  private void overwrite(int segment) throws IOException {
    try (var files = Files.list(directory.resolve(AgentSession.TELEMETRY))) {
      Path file = files.filter(f -> f.toString().endsWith(".cq4")).sorted().toList().get(segment);
      byte[] zeros = new byte[(int) Files.size(file)];
      try (var channel = java.nio.channels.FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(zeros));
      }
    }
  }

  private long segments() throws IOException {
    try (var files = Files.list(directory.resolve(AgentSession.TELEMETRY))) {
      return files.filter(f -> f.toString().endsWith(".cq4")).count();
    }
  }

  private static List<Long> numbers(TelemetrySource source) {
    List<Long> numbers = new ArrayList<>();
    for (TelemetryEvent event = source.next(); event != null; event = source.next()) {
      numbers.add(((SpanRecord) event).sequence());
    }
    return numbers;
  }
}
