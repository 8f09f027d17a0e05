package io.pillion.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.pillion.ipc.status.DropReason;
import io.pillion.ipc.testing.Cost;
import io.pillion.ipc.testing.FuzzInput;
import io.pillion.ipc.wire.DecisionRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** A session header with any bytes in any place. */
class SessionHeaderFuzzTest {
  private static final int IDENTITY = 1024;
  private static final int MOST_BYTES = 64 * SessionHeader.BYTES;

  @TempDir static Path temp;

  /** The first byte says whether length and checksum of the identity are made to fit. */
  @MethodSource("patches")
  @FuzzTest
  void whatAHeaderClaimsIsRefusedOrWithinBounds(byte[] input) throws Exception {
    Path file = temp.resolve("header");
    Files.deleteIfExists(file);
    SessionHeader.create(
            Files.createFile(file),
            Map.of("service.name", "shop", "host.name", "häuschen"),
            5,
            1 << 20,
            1 << 18)
        .publish();
    byte[] bytes = Files.readAllBytes(file);
    FuzzInput in = new FuzzInput(input);
    int seal = in.u8();
    in.patch(bytes);
    if (seal != 0) {
      seal(bytes, in.hasMore() ? 0 : seal * 28);
    }
    Files.write(file, bytes);
    SessionHeader header = SessionHeader.open(file);
    Cost.bounded(MOST_BYTES, () -> read(header));
    assertThat(Files.readAllBytes(file)).isEqualTo(bytes);
  }

  private static void read(SessionHeader header) throws IOException {
    assertThat(
            LongStream.of(
                header.lastSequence(),
                header.offered(),
                header.offeredSpans(),
                header.written(),
                header.adviceFailures()))
        .allMatch(count -> count >= 0 && count <= SessionHeader.MOST_COUNT);
    for (DropReason reason : DropReason.values()) {
      assertThat(header.dropped(reason)).isBetween(0L, SessionHeader.MOST_COUNT);
    }
    for (DecisionRecord.Source source : DecisionRecord.Source.values()) {
      assertThat(header.decisions(source, true)).isBetween(0L, SessionHeader.MOST_COUNT);
      assertThat(header.decisions(source, false)).isBetween(0L, SessionHeader.MOST_COUNT);
    }
    try {
      header.requireReadable();
      assertThat(header.telemetrySegmentBytes()).isBetween(256 * 1024, 64 * 1024 * 1024);
      assertThat(header.requestSegmentBytes()).isBetween(256 * 1024, 64 * 1024 * 1024);
      comesBack(header.identity());
    } catch (IOException e) {
      assertThat(e.getMessage()).startsWith("se");
    }
  }

  private static void comesBack(Map<String, String> identity) throws IOException {
    Path file = temp.resolve("again");
    Files.deleteIfExists(file);
    SessionHeader.create(Files.createFile(file), identity, 5, 1 << 20, 1 << 18);
    // Bytes that are no UTF-8 are three bytes when written again: the last entries may not fit.
    assertThat(identity).containsAllEntriesOf(SessionHeader.open(file).identity());
  }

  private static void seal(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, IDENTITY, length);
    ByteBuffer.wrap(bytes)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(40, (long) length << 32 | crc.getValue());
  }

  static Stream<byte[]> patches() {
    byte[] none = {0};
    byte[] resealed = {2};
    byte[] counts = new byte[1 + 3 + 200];
    Arrays.fill(counts, (byte) 0xff);
    counts[0] = 0;
    counts[1] = 72;
    counts[2] = 0;
    counts[3] = (byte) 200;
    byte[] longIdentity = {(byte) 255, 0, 4, 2, (byte) 0xff, (byte) 0xff};
    byte[] damagedIdentity = {0, 10, 4, 1, 1};
    return Stream.of(none, resealed, counts, longIdentity, damagedIdentity);
  }
}
