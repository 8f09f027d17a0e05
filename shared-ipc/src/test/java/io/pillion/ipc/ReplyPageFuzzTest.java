package io.pillion.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.testing.Cost;
import io.pillion.ipc.testing.FuzzInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A reply page with any bytes in any place: what the agent reads of a sidecar's answer is a
 * decision or none; the sidecar answers only where somebody waits with that very generation.
 */
class ReplyPageFuzzTest {
  private static final int SLOTS_AT = 4096;
  private static final int MOST_BYTES = 32 * 1024;

  @TempDir static Path temp;

  @MethodSource("patches")
  @FuzzTest
  void anAnswerIsReadWholeOrNotAtAll(byte[] input) throws Exception {
    Path file = temp.resolve("replies");
    Files.deleteIfExists(file);
    ReplyPage agent = ReplyPage.create(Files.createFile(file));
    FuzzInput in = new FuzzInput(input);
    int slot = in.i32();
    long generation = in.i64();
    int reason = in.u8() % Decision.Reason.values().length;
    byte[] policy = in.bytes(in.u16());
    byte[] bytes = Files.readAllBytes(file);
    in.patch(bytes);
    overwrite(file, bytes);
    Decision decision =
        new Decision(
            Decision.Reason.values()[reason],
            policy.length == 0 ? null : new String(policy, StandardCharsets.UTF_8),
            generation,
            slot);
    Cost.bounded(MOST_BYTES, () -> readAll(agent));
    answer(file, agent, slot, generation, decision);
    int real = slot & (ReplyPage.SLOTS - 1);
    agent.await(real, generation);
    answer(file, agent, real, generation, decision);
    assertThat(Files.size(file)).isEqualTo(ReplyPage.BYTES);
  }

  private static void readAll(ReplyPage agent) {
    for (int slot = 0; slot < ReplyPage.SLOTS; slot++) {
      Decision decision = agent.read(slot);
      if (decision != null) {
        assertThat(decision.reason()).isNotNull();
        assertThat(String.valueOf(decision.policy()).length()).isLessThanOrEqualTo(224);
      }
    }
    agent.sidecarHeartbeat();
    agent.policyRevision();
    agent.takeChecksParked();
    agent.takeTelemetryParked();
  }

  private static void answer(
      Path file, ReplyPage agent, int slot, long generation, Decision decision) throws IOException {
    ReplyPage sidecar;
    try {
      sidecar = ReplyPage.open(file);
    } catch (IOException e) {
      assertThat(e.getMessage()).startsWith("reply page is of another");
      return;
    }
    byte[] before = Files.readAllBytes(file);
    boolean waits = isWaiting(before, slot, generation);
    assertThat(sidecar.answer(slot, generation, decision)).isEqualTo(waits);
    if (!waits) {
      assertThat(Files.readAllBytes(file)).isEqualTo(before);
      return;
    }
    assertThat(agent.isDone(slot, generation)).isTrue();
    Decision read = agent.read(slot);
    assertThat(read).isNotNull();
    assertThat(read.reason()).isEqualTo(decision.reason());
    assertThat(read.revision()).isEqualTo(decision.revision());
    assertThat(read.dependsOn()).isEqualTo(decision.dependsOn());
    // A name that is too long for a slot is left out, never cut.
    assertThat(read.policy()).isIn(decision.policy(), null);
  }

  private static boolean isWaiting(byte[] page, int slot, long generation) {
    if (slot < 0 || slot >= ReplyPage.SLOTS) {
      return false;
    }
    long word =
        ByteBuffer.wrap(page)
            .order(ByteOrder.LITTLE_ENDIAN)
            .getLong(SLOTS_AT + slot * ReplyPage.SLOT_BYTES);
    return word == (generation << 8 | ReplyPage.WAITING);
  }

  private static void overwrite(Path file, byte[] bytes) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(ByteBuffer.wrap(bytes));
    }
  }

  static Stream<byte[]> patches() {
    byte[] head = {3, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 1, 4, 0, 'n', 's', '/', 'p'};
    return Stream.of(
        head,
        // Slot 0: waiting, generation 9; a nonsense reason; a nonsense length; another layout.
        patched(head, 4096, 1, 9),
        patched(head, 4096 + 16, 0xff, 0xff, 0xff, 0xff),
        patched(head, 4096 + 24, 0, 0, 0, 0, 1),
        patched(head, 4096 + 24, 0xe0),
        patched(head, 8, 2, 0, 0, 0, 2));
  }

  private static byte[] patched(byte[] head, int offset, int... bytes) {
    ByteBuffer all =
        ByteBuffer.allocate(head.length + 3 + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
    all.put(head).putShort((short) offset).put((byte) bytes.length);
    for (int value : bytes) {
      all.put((byte) value);
    }
    return all.array();
  }
}
