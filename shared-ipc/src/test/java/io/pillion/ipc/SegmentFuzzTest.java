package io.pillion.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.pillion.ipc.internal.ChronicleQueues;
import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.testing.Cost;
import io.pillion.ipc.testing.FuzzInput;
import io.pillion.ipc.wire.CheckMessage;
import io.pillion.ipc.wire.GapRecord;
import io.pillion.ipc.wire.RecordEncoder;
import io.pillion.ipc.wire.TelemetryEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A session whose queues Chronicle wrote, with damage of any kind in any of its files. Whatever it
 * is: reading ends, changes no file, and every sequence number up to the last one read was either
 * delivered, in order, or counted as discarded, once.
 */
class SegmentFuzzTest {
  private static final int SEGMENT = 256 * 1024;
  private static final int SEGMENTS = 3;
  private static final int SPANS_EACH = 20;

  /** Four bytes may be a record that is refused with a reason. */
  private static final int MOST_BYTES_PER_BYTE = 128;

  private static final int MOST_CALLS = SEGMENTS * SEGMENT;

  private static final int OVERWRITE = 0;
  private static final int LENGTH_WORD = 1;
  private static final int TRUNCATE = 2;
  private static final int REPEAT = 3;
  private static final int DELETE = 4;
  private static final int ADD_SEGMENT = 5;
  private static final int KINDS = 6;

  @TempDir static Path temp;
  private static IpcRoot root;
  private static Path directory;

  /** What the session holds undamaged. */
  private static final Map<Path, byte[]> whole = new TreeMap<>();

  /** What may differ from it. */
  private static final Set<Path> touched = new HashSet<>();

  @BeforeAll
  static void write() throws IOException {
    root = IpcRoot.open(temp.resolve("ipc"));
    directory = root.createFolder("s-" + "0".repeat(32));
    root.createFile(directory.resolve(AgentSession.LOCK));
    SessionHeader header =
        SessionHeader.create(
            root.createFile(directory.resolve(AgentSession.HEADER)),
            Map.of("service.name", "shop"),
            1,
            SEGMENT,
            SEGMENT);
    ReplyPage.create(root.createFile(directory.resolve(AgentSession.REPLIES)));
    RecordEncoder encoder = new RecordEncoder();
    try (SegmentWriter queue = queue(AgentSession.TELEMETRY)) {
      for (int number = 1; number <= SEGMENTS * SPANS_EACH; number++) {
        new TestSpan(number, number % 7 * 100).encodeTo(encoder);
        append(queue, encoder, number);
        if (number % 9 == 0) {
          encoder.gap(number);
          queue.append(encoder.finish(number));
        }
      }
    }
    try (SegmentWriter queue = queue(AgentSession.REQUESTS)) {
      for (int number = 1; number <= SEGMENTS * SPANS_EACH; number++) {
        encoder.check(
            number, number, new CheckRequest.Of("GET", "shop", 80, "/a", "/a", "10.0.0.1"));
        append(queue, encoder, number);
      }
    }
    header.written(SEGMENTS * SPANS_EACH, SEGMENTS * SPANS_EACH);
    header.publish();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        whole.put(file, Files.readAllBytes(file));
      }
    }
  }

  private static SegmentWriter queue(String name) throws IOException {
    return ChronicleQueues.create(root.createFolder(directory, name), SEGMENT, SEGMENTS + 1);
  }

  private static void append(SegmentWriter queue, RecordEncoder encoder, int number)
      throws IOException {
    if (number > 1 && number % SPANS_EACH == 1) {
      queue.prepareNext();
      queue.roll(encoder.finish(number));
    } else {
      queue.append(encoder.finish(number));
    }
    if (number % SPANS_EACH == 0) {
      encoder.segmentStarted();
    }
  }

  @AfterAll
  static void forget() {
    whole.clear();
  }

  @MethodSource("damage")
  @FuzzTest
  void readingEndsAndAccountsForEverySequence(byte[] input) throws Exception {
    restore();
    damage(new FuzzInput(input));
    Map<Path, Long> sizes = sizes();
    long bytes = whole.values().stream().mapToLong(file -> file.length).sum();
    Cost.bounded(MOST_BYTES_PER_BYTE * bytes, SegmentFuzzTest::read);
    assertThat(sizes()).isEqualTo(sizes);
  }

  @Test
  void undamagedItIsReadWhole() throws IOException {
    restore();
    SessionFolder folder = SessionFolder.open(root, directory);
    assertThat(folder).isNotNull();
    readTelemetry(folder);
    try (TelemetrySource source = folder.telemetry()) {
      while (source.next() != null) {
        assertThat(source.segment()).isEqualTo((source.lastRead() - 1) / SPANS_EACH);
      }
      assertThat(source.lastRead()).isEqualTo(SEGMENTS * SPANS_EACH);
      assertThat(source.takeDiscards()).containsOnly(0);
    }
  }

  private static void read() throws IOException {
    SessionFolder folder;
    try {
      folder = SessionFolder.open(root, directory);
      if (folder != null) {
        readTelemetry(folder);
        readChecks(folder);
      }
    } catch (IOException e) {
      // Refused: as a sidecar does with a session that makes no sense.
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  private static void readTelemetry(SessionFolder folder) throws IOException {
    try (TelemetrySource source = folder.telemetry()) {
      long delivered = 0;
      long last = source.acknowledged();
      int calls = 0;
      TelemetryEvent event = source.next();
      while (event != null || source.paused()) {
        assertThat(++calls).isLessThan(MOST_CALLS);
        if (event != null && !(event instanceof GapRecord)) {
          assertThat(event.sequence()).isGreaterThan(last).isEqualTo(source.lastRead());
          last = event.sequence();
          delivered++;
        }
        event = source.next();
      }
      long discarded = Arrays.stream(source.takeDiscards()).sum();
      assertThat(delivered + discarded).isEqualTo(source.lastRead() - source.acknowledged());
      assertThat(source.skipDamage()).isTrue();
      source.mayHoldMore();
      source.parked(true);
      touched.add(directory.resolve(AgentSession.REPLIES));
    } finally {
      Files.deleteIfExists(directory.resolve("cursor"));
    }
  }

  private static void readChecks(SessionFolder folder) throws IOException {
    try (CheckSource source = folder.checks()) {
      assertThat(source.next()).isNull();
    }
    restoreMissing(AgentSession.REQUESTS);
    try (CheckSource source = folder.checks()) {
      CheckMessage nobodys =
          new CheckMessage(-1, 1, new CheckRequest.Of("", null, 0, "", null, null));
      assertThat(source.answer(nobodys, new Decision(Decision.Reason.DENY_MATCHED, null, 1, 0)))
          .isFalse();
    }
  }

  /** A source of checks deletes what lies behind it. */
  private static void restoreMissing(String queue) throws IOException {
    for (Map.Entry<Path, byte[]> file : whole.entrySet()) {
      if (file.getKey().startsWith(directory.resolve(queue)) && !Files.exists(file.getKey())) {
        Files.write(file.getKey(), file.getValue());
      }
    }
  }

  private static void damage(FuzzInput in) throws IOException {
    List<Path> files = new ArrayList<>(whole.keySet());
    for (int n = 0; n < 8 && in.hasMore(); n++) {
      Path file = files.get(in.u8() % files.size());
      touched.add(file);
      switch (in.u8() % KINDS) {
        case OVERWRITE -> put(file, offset(in, file), in.bytes(in.u8()));
        case LENGTH_WORD -> putWord(file, in.u8(), in.i32());
        case TRUNCATE -> truncate(file, in.i32());
        case REPEAT -> repeat(file, offset(in, file), in.bytes(1 + in.u8() % 8), in.u16());
        case DELETE -> Files.deleteIfExists(file);
        case ADD_SEGMENT ->
            Files.write(
                file.resolveSibling(
                    String.format(
                        "%04d%02d%02d-%02d%02d.cq4",
                        in.u16() % 10_000, 1 + in.u8() % 12, 1 + in.u8() % 28, in.u8() % 24, 0)),
                in.bytes(in.u8()));
        default -> throw new AssertionError();
      }
    }
  }

  private static int offset(FuzzInput in, Path file) {
    return (in.u16() | in.u8() << 16) % Math.max(1, whole.get(file).length);
  }

  /** Replaces the word before the document with that number. */
  private static void putWord(Path file, int document, int word) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(whole.get(file)).order(ByteOrder.LITTLE_ENDIAN);
    int at = 0;
    for (int i = 0; i < document && at + 4 <= bytes.limit() && bytes.getInt(at) != 0; i++) {
      at = (at + 4 + (bytes.getInt(at) & 0x3fffffff) + 3) & -4;
    }
    byte[] replaced = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(word).array();
    put(file, at, replaced);
  }

  private static void repeat(Path file, int at, byte[] pattern, int times) throws IOException {
    byte[] bytes = new byte[Math.min(pattern.length * times, SEGMENT)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = pattern[i % pattern.length];
    }
    put(file, at, bytes);
  }

  /** Within what the file was: a full header or reply page keeps its size. */
  private static void put(Path file, int at, byte[] bytes) throws IOException {
    int length = Math.min(bytes.length, whole.get(file).length - at);
    if (length > 0 && Files.exists(file)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.write(ByteBuffer.wrap(bytes, 0, length), at);
      }
    }
  }

  private static void truncate(Path file, int size) throws IOException {
    if (Files.exists(file)) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(Math.floorMod(size, whole.get(file).length + 1));
      }
    }
  }

  private static void restore() throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!whole.containsKey(file)) {
          Files.delete(file);
        }
      }
    }
    for (Map.Entry<Path, byte[]> file : whole.entrySet()) {
      if (touched.remove(file.getKey()) || !Files.exists(file.getKey())) {
        Files.write(file.getKey(), file.getValue());
      }
    }
  }

  /** Of all but the queue of checks, whose read segments are deleted. */
  private static Map<Path, Long> sizes() throws IOException {
    Map<Path, Long> sizes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.startsWith(directory.resolve(AgentSession.REQUESTS))) {
          sizes.put(file, Files.size(file));
        }
      }
    }
    return sizes;
  }

  /** Bytes as {@link #damage} takes them; the files stand in the order of their names. */
  static Stream<byte[]> damage() {
    int requestSegment = 1;
    int segment = 7;
    int metadata = 10;
    return Stream.of(
        new byte[0],
        // A document of 500 MB, of all that a word can say, of none, and a false end.
        new byte[] {(byte) segment, LENGTH_WORD, 12, 0, 0, (byte) 0xcd, 0x1d},
        new byte[] {(byte) segment, LENGTH_WORD, 12, -1, -1, -1, 0x3f},
        new byte[] {(byte) segment, LENGTH_WORD, 12, 0, 0, 0, 0},
        new byte[] {(byte) segment, LENGTH_WORD, 12, 0, 0, 0, (byte) 0xc0},
        new byte[] {(byte) segment, LENGTH_WORD, 12, 1, 0, 0, 0},
        new byte[] {(byte) segment, TRUNCATE, 0, 20, 0, 0},
        new byte[] {(byte) segment, TRUNCATE, 0, 0, 0, 0},
        new byte[] {(byte) (segment + 1), DELETE},
        new byte[] {(byte) segment, REPEAT, 0, 2, 0, 3, 1, 2, 3, 4, -1, -1},
        // A whole segment of words that each lead to the next.
        new byte[] {(byte) segment, REPEAT, 0, 0, 0, 3, 0, 0, 0, 0x40, -1, -1},
        new byte[] {(byte) segment, REPEAT, 0, 0, 0, 3, 4, 0, 0, 0, -1, -1},
        new byte[] {(byte) metadata, REPEAT, 0, 0, 0, 7, 9, 8, 7, 6, 5, 4, 3, 2, -1, -1},
        new byte[] {(byte) metadata, TRUNCATE, 0, 0, 0, 0},
        new byte[] {(byte) segment, ADD_SEGMENT, 88, 19, 5, 5, 5, 4, 1, 2, 3, 4},
        new byte[] {(byte) requestSegment, LENGTH_WORD, 9, -1, -1, -1, 0x3f});
  }
}
