package io.pillion.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.pillion.ipc.status.DiscardReason;
import io.pillion.ipc.testing.FuzzInput;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** A cursor file with any bytes, also such that a hostile application gave a checksum that fits. */
class CursorFileFuzzTest {
  private static final int COPY_BYTES = 512;
  private static final int CHECKED_BYTES = 21 * Long.BYTES;

  @TempDir static Path temp;

  @MethodSource("files")
  @FuzzTest
  void aCursorIsWithinBoundsAndCanBeWrittenOver(byte[] input) throws Exception {
    IpcRoot root = IpcRoot.open(temp.resolve("ipc"));
    Path file = temp.resolve("cursor");
    FuzzInput in = new FuzzInput(input);
    int seal = in.u8();
    byte[] bytes = in.bytes(2 * COPY_BYTES);
    for (int copy = 0; copy < 2; copy++) {
      if ((seal >> copy & 1) != 0 && bytes.length >= (copy + 1) * COPY_BYTES) {
        seal(bytes, copy * COPY_BYTES);
      }
    }
    Files.write(file, bytes);
    if (isOfLastGeneration(bytes)) {
      // What is written next counts for damaged: the session is read again from its start.
      return;
    }
    CursorFile.State next;
    try (CursorFile cursor = CursorFile.open(root, file)) {
      CursorFile.State state = cursor.read();
      assertThat(Files.readAllBytes(file)).isEqualTo(Arrays.copyOf(bytes, 2 * COPY_BYTES));
      assertThat(state.segment()).isNotNegative();
      assertThat(
              LongStream.concat(
                  LongStream.of(state.sequence(), state.delivered()),
                  LongStream.of(state.discarded())))
          .allMatch(count -> count >= 0 && count <= 4 * SessionHeader.MOST_COUNT);
      next =
          new CursorFile.State(
              state.segment(), state.sequence(), state.delivered(), state.discarded());
      cursor.write(next);
    }
    try (CursorFile cursor = CursorFile.open(root, file)) {
      CursorFile.State again = cursor.read();
      assertThat(again.segment()).isEqualTo(next.segment());
      assertThat(again.sequence()).isEqualTo(next.sequence());
      assertThat(again.delivered()).isEqualTo(next.delivered());
      assertThat(again.discarded()).isEqualTo(next.discarded());
    }
  }

  private static boolean isOfLastGeneration(byte[] bytes) {
    ByteBuffer words = ByteBuffer.wrap(Arrays.copyOf(bytes, 2 * COPY_BYTES));
    words.order(ByteOrder.LITTLE_ENDIAN);
    long last = 4 * SessionHeader.MOST_COUNT;
    return words.getLong(8) == last || words.getLong(COPY_BYTES + 8) == last;
  }

  private static void seal(byte[] bytes, int at) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(at, 0x3152535255434C50L);
    CRC32C crc = new CRC32C();
    crc.update(bytes, at, CHECKED_BYTES);
    buffer.putLong(at + CHECKED_BYTES, crc.getValue());
  }

  static Stream<byte[]> files() throws Exception {
    Path folder = Files.createTempDirectory("pillion-cursor");
    try {
      Path file = folder.resolve("cursor");
      try (CursorFile cursor = CursorFile.open(IpcRoot.open(folder.resolve("ipc")), file)) {
        cursor.write(new CursorFile.State(1, 10, 9, new long[DiscardReason.values().length]));
        cursor.write(new CursorFile.State(2, 20, 18, new long[DiscardReason.values().length]));
      }
      byte[] real = Files.readAllBytes(file);
      byte[] whole = new byte[1 + real.length];
      System.arraycopy(real, 0, whole, 1, real.length);
      byte[] last = whole.clone();
      last[0] = 3;
      // The last generation there is, and a negative count, both with a checksum that fits.
      Arrays.fill(last, 1 + 8, 1 + 15, (byte) 0xff);
      last[1 + 15] = 0x7f;
      last[1 + COPY_BYTES + 31] = (byte) 0x80;
      return Stream.of(whole, last, Arrays.copyOf(whole, 700), new byte[0]);
    } finally {
      try (Stream<Path> all = Files.walk(folder)) {
        for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
          Files.delete(path);
        }
      }
    }
  }
}
