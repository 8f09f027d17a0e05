package io.pillion.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.pillion.ipc.policy.PolicySnapshot;
import io.pillion.ipc.policy.SnapshotFormatException;
import io.pillion.ipc.testing.Cost;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/** Any bytes as the policy page: what an agent reads of it is what lies there, or a refusal. */
class PolicyPageFuzzTest {
  private static final int HEADER = 32;
  private static final int HEADER_LENGTH_AT = 24;

  @TempDir static Path temp;

  @MethodSource("pages")
  @FuzzTest
  void aPageIsReadAsItIsOrRefused(byte[] bytes) throws Exception {
    IpcRoot root = IpcRoot.open(temp.resolve("ipc"));
    PolicyPage page = new PolicyPage(root);
    Files.write(root.folder().resolve("policy.page"), bytes);
    Cost.bounded(64 * 1024 + 64L * bytes.length, () -> read(page, bytes));
  }

  private static void read(PolicyPage page, byte[] bytes) throws IOException {
    PolicyPage.Content content;
    try {
      content = page.read();
    } catch (IOException e) {
      assertThat(e.getMessage()).contains("policy page");
      return;
    }
    assertThat(content).isNotNull();
    int from = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(HEADER_LENGTH_AT);
    assertThat(from).isGreaterThanOrEqualTo(HEADER);
    assertThat(content.snapshot()).isEqualTo(Arrays.copyOfRange(bytes, from, bytes.length));
    try {
      assertThat(PolicySnapshot.decode(content.snapshot()).encode()).isEqualTo(content.snapshot());
    } catch (SnapshotFormatException e) {
      assertThat(e.getMessage()).contains("policy snapshot");
    }
    page.publish(content);
    assertThat(page.read().snapshot()).isEqualTo(content.snapshot());
  }

  static Stream<byte[]> pages() {
    byte[] snapshot = PolicySnapshot.empty().encode();
    byte[] page = new byte[HEADER + snapshot.length];
    System.arraycopy(
        "PLPOLCY1".getBytes(java.nio.charset.StandardCharsets.US_ASCII), 0, page, 0, 8);
    // Version and oldest reader 1.0, major number in the high half.
    page[12] = 1;
    page[20] = 1;
    page[HEADER_LENGTH_AT] = HEADER;
    System.arraycopy(snapshot, 0, page, HEADER, snapshot.length);
    return Stream.of(
        page, Arrays.copyOf(page, HEADER), Arrays.copyOf(page, 15), Arrays.copyOf(page, 40));
  }
}
