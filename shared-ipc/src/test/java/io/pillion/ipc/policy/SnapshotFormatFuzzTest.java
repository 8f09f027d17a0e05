package io.pillion.ipc.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SnapshotFormatFuzzTest {
  @Test
  void whatIsEncodedDecodesToTheSame() throws Exception {
    RandomPolicies random = new RandomPolicies(41);
    for (int i = 0; i < 2_000; i++) {
      PolicySnapshot before = PolicySnapshot.of(random.policies(), random.onUnavailable());
      PolicySnapshot after = PolicySnapshot.decode(before.encode());
      assertThat(after.policies()).isEqualTo(before.policies());
      assertThat(after.revision()).isEqualTo(before.revision());
      assertThat(after.dependsOn()).isEqualTo(before.dependsOn());
      assertThat(after.defaultOnUnavailable()).isEqualTo(before.defaultOnUnavailable());
      assertThat(after.encode()).isEqualTo(before.encode());
      for (int j = 0; j < 30; j++) {
        CheckRequest request = random.request();
        assertThat(after.evaluate(request)).isEqualTo(before.evaluate(request));
      }
    }
  }

  @Test
  void anyChangeWithoutANewChecksumIsRefused() {
    byte[] good = sample();
    for (int i = 0; i < good.length; i++) {
      byte[] bad = good.clone();
      bad[i] ^= 0x10;
      refused(bad);
    }
  }

  @Test
  void everyTruncationAndExtensionIsRefused() {
    byte[] good = sample();
    for (int length = 0; length < good.length; length++) {
      refused(Arrays.copyOf(good, length));
      refused(sealed(Arrays.copyOf(good, length)));
    }
    refused(Arrays.copyOf(good, good.length + 1));
    refused(sealed(Arrays.copyOf(good, good.length + 1)));
  }

  @Test
  void hostileBytesWithAGoodChecksumAreRefusedOrReadExactly() throws Exception {
    Random random = new Random(5);
    RandomPolicies policies = new RandomPolicies(6);
    int refused = 0;
    for (int i = 0; i < 40_000; i++) {
      byte[] bytes = PolicySnapshot.of(policies.policies(), OnUnavailable.DENY).encode();
      for (int change = random.nextInt(4); change >= 0; change--) {
        bytes[SnapshotFormat.HEADER_BYTES + random.nextInt(bytes.length - 16)] =
            (byte) (random.nextBoolean() ? random.nextInt() : 0xff);
      }
      if (random.nextInt(4) == 0) {
        bytes = Arrays.copyOf(bytes, 16 + random.nextInt(2 * bytes.length));
      }
      sealed(bytes);
      try {
        assertThat(PolicySnapshot.decode(bytes).encode()).isEqualTo(bytes);
      } catch (SnapshotFormatException e) {
        refused++;
        assertThat(e).hasMessageContaining("policy snapshot");
      }
    }
    assertThat(refused).isGreaterThan(10_000);
  }

  @Test
  void randomBytesAreRefused() {
    Random random = new Random(9);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(200)];
      random.nextBytes(bytes);
      refused(bytes);
    }
  }

  @Test
  void hugeCountsDoNotReserveMemory() {
    byte[] bytes = Arrays.copyOf(PolicySnapshot.empty().encode(), 64);
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(17, Integer.MAX_VALUE);
    assertThatExceptionOfType(SnapshotFormatException.class)
        .isThrownBy(() -> PolicySnapshot.decode(sealed(bytes)))
        .withMessageContaining("more policies stated than fit");
    refused(new byte[PolicySnapshot.MAX_ENCODED_BYTES + 1]);
  }

  @Test
  void otherVersionsAreRefusedByName() {
    for (int offset : new int[] {4, 6}) {
      byte[] bytes = sample();
      bytes[offset]++;
      assertThatExceptionOfType(SnapshotFormatException.class)
          .isThrownBy(() -> PolicySnapshot.decode(sealed(bytes)))
          .withMessageContaining("another version");
    }
  }

  @Test
  void unknownRuleFlagIsRefusedByName() {
    byte[] bytes =
        PolicySnapshot.of(List.of(Policies.allow("a", Policies.any())), OnUnavailable.DENY)
            .encode();
    bytes[bytes.length - 5] = 4;
    assertThatExceptionOfType(SnapshotFormatException.class)
        .isThrownBy(() -> PolicySnapshot.decode(sealed(bytes)))
        .withMessageContaining("unknown rule flags: bits=0x4");
  }

  @Test
  void otherOrderIsRefused() {
    byte[] bytes =
        PolicySnapshot.of(List.of(Policies.allow("a"), Policies.allow("b")), OnUnavailable.DENY)
            .encode();
    int half = (bytes.length - 21) / 2;
    byte[] swapped = bytes.clone();
    System.arraycopy(bytes, 21, swapped, 21 + half, half);
    System.arraycopy(bytes, 21 + half, swapped, 21, half);
    assertThatExceptionOfType(SnapshotFormatException.class)
        .isThrownBy(() -> PolicySnapshot.decode(sealed(swapped)))
        .withMessageContaining("canonical");
  }

  private static byte[] sample() {
    return PolicySnapshot.of(
            List.of(
                Policies.allow(
                    "a", Policies.paths("/a", "/b/*"), Policies.fromBlocks("10.0.0.0/8")),
                Policies.deny("b", Policies.hosts("*.x"), Policies.ports(80, 443))),
            OnUnavailable.DENY)
        .encode();
  }

  private static void refused(byte[] bytes) {
    assertThatExceptionOfType(SnapshotFormatException.class)
        .isThrownBy(() -> PolicySnapshot.decode(bytes));
  }

  /** Makes length and checksum right, so that what lies behind them is tried. */
  private static byte[] sealed(byte[] bytes) {
    if (bytes.length >= SnapshotFormat.HEADER_BYTES) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      buffer.putInt(SnapshotFormat.LENGTH_OFFSET, bytes.length);
      buffer.putInt(SnapshotFormat.CRC_OFFSET, SnapshotFormat.checksumOf(bytes));
    }
    return bytes;
  }
}
