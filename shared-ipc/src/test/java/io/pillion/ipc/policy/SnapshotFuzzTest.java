package io.pillion.ipc.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.pillion.ipc.testing.Cost;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as a policy snapshot whose length and checksum fit: read exactly, or refused. */
class SnapshotFuzzTest {
  private static final int MOST_BYTES_PER_BYTE = 128;

  private static final List<CheckRequest> REQUESTS =
      List.of(
          new CheckRequest.Of("GET", "shop.x", 80, "/a/b", "/a/b", "10.1.2.3"),
          new CheckRequest.Of("", null, -1, "", null, null),
          new CheckRequest.Of("GET", "[::1]:80", 65535, "/%2e%2e/%", "/\u0000", "::ffff:1.2.3.4"));

  @MethodSource("realSnapshots")
  @FuzzTest
  void bytesAreReadExactlyOrRefused(byte[] input) throws Exception {
    byte[] bytes = sealed(input);
    Cost.bounded(32 * 1024 + (long) MOST_BYTES_PER_BYTE * bytes.length, () -> read(bytes));
  }

  private static void read(byte[] bytes) {
    try {
      PolicySnapshot snapshot = PolicySnapshot.decode(bytes);
      assertThat(snapshot.encode()).isEqualTo(bytes);
      for (CheckRequest request : REQUESTS) {
        assertThat(snapshot.evaluate(request)).isNotNull();
      }
    } catch (SnapshotFormatException e) {
      assertThat(e.getMessage()).contains("policy snapshot");
    }
  }

  /** The fuzzer need not find out the checksum. */
  private static byte[] sealed(byte[] input) {
    byte[] bytes = Arrays.copyOf(input, Math.max(input.length, SnapshotFormat.HEADER_BYTES));
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(0, SnapshotFormat.MAGIC);
    buffer.putInt(SnapshotFormat.LENGTH_OFFSET, bytes.length);
    buffer.putInt(SnapshotFormat.CRC_OFFSET, SnapshotFormat.checksumOf(bytes));
    return bytes;
  }

  static Stream<byte[]> realSnapshots() {
    RandomPolicies random = new RandomPolicies(3);
    List<byte[]> seeds = new ArrayList<>(List.of(PolicySnapshot.empty().encode()));
    for (int i = 0; i < 6; i++) {
      byte[] whole = PolicySnapshot.of(random.policies(), random.onUnavailable()).encode();
      seeds.add(whole);
      seeds.add(Arrays.copyOf(whole, whole.length * 2 / 3));
    }
    return seeds.stream();
  }
}
