package io.pillion.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.status.DiscardReason;
import io.pillion.ipc.status.DropReason;
import io.pillion.ipc.wire.DecisionRecord;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The small files: their layout, when they count as ready, and what they refuse. */
class PagesTest {
  private static final Map<String, String> IDENTITY = Map.of("service.name", "lädchen");

  @TempDir Path temp;
  private IpcRoot root;
  private Path file;

  @BeforeEach
  void open() throws IOException {
    root = IpcRoot.open(temp.resolve("ipc"));
    file = root.folder().resolve("page");
  }

  private SessionHeader newHeader() throws IOException {
    return SessionHeader.create(root.createFile(file), IDENTITY, 5, 1 << 20, 1 << 18);
  }

  @Test
  void aHeaderIsReadyOnlyOncePublishedAndThenSaysWhatWasWritten() throws IOException {
    SessionHeader written = newHeader();
    SessionHeader read = SessionHeader.open(file);
    assertThat(read.ready()).isFalse();
    written.publish();
    assertThat(read.ready()).isTrue();
    read.requireReadable();
    assertThat(read.identity()).isEqualTo(IDENTITY);
    assertThat(read.telemetrySegmentBytes()).isEqualTo(1 << 20);
    assertThat(read.requestSegmentBytes()).isEqualTo(1 << 18);
    written.written(7, 6);
    written.offered(9, 8);
    written.dropped(DropReason.STORAGE_FULL, 3);
    written.decisions(DecisionRecord.Source.SNAPSHOT, false, 4);
    written.adviceFailures(2);
    written.beat();
    written.closedCleanly();
    assertThat(read.lastSequence()).isEqualTo(7);
    assertThat(read.written()).isEqualTo(6);
    assertThat(read.offered()).isEqualTo(9);
    assertThat(read.offeredSpans()).isEqualTo(8);
    assertThat(read.dropped(DropReason.STORAGE_FULL)).isEqualTo(3);
    assertThat(read.dropped(DropReason.QUEUE_FULL)).isZero();
    assertThat(read.decisions(DecisionRecord.Source.SNAPSHOT, false)).isEqualTo(4);
    assertThat(read.decisions(DecisionRecord.Source.SNAPSHOT, true)).isZero();
    assertThat(read.adviceFailures()).isEqualTo(2);
    assertThat(read.heartbeat()).isEqualTo(1);
    assertThat(read.isClosedCleanly()).isTrue();
  }

  @Test
  void theHeadersBytesAreWhereTheLayoutSays() throws IOException {
    SessionHeader header = newHeader();
    header.publish();
    header.written(7, 6);
    header.dropped(DropReason.QUEUE_FULL, 3);
    ByteBuffer bytes = bytes();
    assertThat(bytes.remaining()).isEqualTo(8192);
    assertThat(new String(bytes.array(), 0, 8, java.nio.charset.StandardCharsets.US_ASCII))
        .isEqualTo("PLSESSN1");
    assertThat(bytes.getLong(8)).isEqualTo(1L << 32 | 1);
    assertThat(bytes.getLong(32)).isEqualTo(5);
    assertThat(bytes.getLong(72)).isEqualTo(7);
    assertThat(bytes.getLong(96)).isEqualTo(6);
    assertThat(bytes.getLong(128 + 8)).isEqualTo(3);
  }

  @Test
  void aHeaderOfANewerMajorVersionIsRefused() throws IOException {
    newHeader().publish();
    poke(8, 2L << 32);
    assertThatThrownBy(() -> SessionHeader.open(file).requireReadable())
        .isInstanceOf(IOException.class)
        .isInstanceOf(UnsupportedLayoutException.class)
        .hasMessageContaining("another version")
        .hasMessageContaining("layout=2.")
        .hasMessageContaining("this=1.1");
    poke(8, 1L << 32 | 9);
    SessionHeader.open(file).requireReadable();
    poke(16, 1L << 32 | 9);
    assertThatThrownBy(() -> SessionHeader.open(file).requireReadable())
        .hasMessageContaining("oldest-reader=1.9");
  }

  @Test
  void aDamagedHeaderIsRefusedWithItsFault() throws IOException {
    newHeader().publish();
    poke(0, 0);
    assertThatThrownBy(() -> SessionHeader.open(file).requireReadable())
        .hasMessageContaining("magic");
    byte[] bytes = bytes().array();
    bytes[1030] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> SessionHeader.open(file).identity()).hasMessageContaining("checksum");
    poke(40, (long) Integer.MAX_VALUE << 32);
    assertThatThrownBy(() -> SessionHeader.open(file).identity())
        .hasMessageContaining("length=" + Integer.MAX_VALUE);
    poke(48, -1);
    assertThatThrownBy(() -> SessionHeader.open(file).telemetrySegmentBytes())
        .hasMessageContaining("segment size out of range");
  }

  @Test
  void aCutHeaderIsRestoredAndCanBeReadAndWrittenAgain() throws IOException {
    SessionHeader header = newHeader();
    header.publish();
    assertThat(header.restore(file)).isFalse();
    for (int length : new int[] {4000, 0, 9000}) {
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(length);
        if (length > 8192) {
          channel.write(ByteBuffer.allocate(1), length);
        }
      }
      assertThat(header.restore(file)).isTrue();
      header.written(7, 6);
      SessionHeader read = SessionHeader.open(file);
      assertThat(read.ready()).isTrue();
      read.requireReadable();
      assertThat(read.identity()).isEqualTo(IDENTITY);
      assertThat(read.written()).isEqualTo(6);
    }
  }

  @Test
  void aHeaderWithOtherBytesIsRestored() throws IOException {
    SessionHeader header = newHeader();
    header.publish();
    for (int at : new int[] {0, 8, 16, 40, 48, 1030}) {
      byte[] bytes = bytes().array();
      bytes[at] ^= 0x55;
      Files.write(file, bytes, StandardOpenOption.WRITE);
      assertThat(header.restore(file)).as("byte %d", at).isTrue();
      SessionHeader read = SessionHeader.open(file);
      read.requireReadable();
      assertThat(read.identity()).isEqualTo(IDENTITY);
      assertThat(read.telemetrySegmentBytes()).isEqualTo(1 << 20);
    }
    assertThat(header.restore(file)).isFalse();
  }

  @Test
  void filesOfTheWrongSizeAndLinksAreRefused() throws IOException {
    Files.write(file, new byte[100]);
    assertThatThrownBy(() -> SessionHeader.open(file)).hasMessageContaining("size=100");
    Files.write(file, new byte[8193]);
    assertThatThrownBy(() -> SessionHeader.open(file)).hasMessageContaining("size=8193");
    assertThatThrownBy(() -> ReplyPage.open(file)).hasMessageContaining("wrong size");
    Files.write(file, new byte[8192]);
    Path link = Files.createSymbolicLink(root.folder().resolve("link"), file);
    assertThatThrownBy(() -> SessionHeader.open(link)).hasMessageContaining("not a plain file");
    assertThatThrownBy(() -> CursorFile.open(root, link)).hasMessageContaining("not a plain file");
    assertThatThrownBy(() -> LifeLock.isHeld(link)).hasMessageContaining("not a plain file");
  }

  @Test
  void anIdentityThatIsTooLongLosesItsLastEntries() throws IOException {
    Map<String, String> identity = new LinkedHashMap<>();
    identity.put("service.name", "shop");
    for (int i = 0; i < 50; i++) {
      identity.put("key" + i, "v".repeat(400));
    }
    SessionHeader.create(root.createFile(file), identity, 5, 1 << 20, 1 << 18).publish();
    assertThat(SessionHeader.open(file).identity())
        .containsEntry("service.name", "shop")
        .containsKey("key0")
        .hasSizeBetween(10, 20);
  }

  @Test
  void anAnswerReachesOnlyTheWaitItWasMeantFor() throws IOException {
    ReplyPage agent = ReplyPage.create(root.createFile(file));
    ReplyPage sidecar = ReplyPage.open(file);
    Decision decision = new Decision(Decision.Reason.DENY_MATCHED, "ns/p", 77, -3);
    assertThat(sidecar.answer(3, 1, decision)).isFalse();
    agent.await(3, 1);
    assertThat(sidecar.answer(3, 2, decision)).isFalse();
    assertThat(sidecar.answer(-1, 1, decision)).isFalse();
    assertThat(sidecar.answer(ReplyPage.SLOTS, 1, decision)).isFalse();
    assertThat(sidecar.answer(3, 1, decision)).isTrue();
    assertThat(agent.isDone(3, 1)).isTrue();
    assertThat(agent.read(3)).isEqualTo(decision);
    assertThat(sidecar.answer(3, 1, decision)).isFalse();
    agent.await(3, 2);
    assertThat(agent.giveUp(3, 2)).isTrue();
    assertThat(sidecar.answer(3, 2, decision)).isFalse();
  }

  @Test
  void aReplyOfNonsenseIsNoDecision() throws IOException {
    ReplyPage agent = ReplyPage.create(root.createFile(file));
    poke(4096 + 16, 0xffff);
    assertThat(agent.read(0)).isNull();
    poke(4096 + 16, 0);
    poke(4096 + 24, 1L << 40);
    assertThat(agent.read(0)).isNull();
  }

  @Test
  void ofTwoRingersOneFindsTheParkedFlag() throws IOException {
    ReplyPage page = ReplyPage.create(root.createFile(file));
    assertThat(page.takeChecksParked()).isFalse();
    page.checksParked(true);
    page.telemetryParked(true);
    assertThat(page.takeChecksParked()).isTrue();
    assertThat(page.takeChecksParked()).isFalse();
    assertThat(page.takeTelemetryParked()).isTrue();
  }

  @Test
  void aReplyPageOfAnotherLayoutIsRefused() throws IOException {
    ReplyPage.create(root.createFile(file));
    poke(8, 2L << 32);
    assertThatThrownBy(() -> ReplyPage.open(file))
        .isInstanceOf(UnsupportedLayoutException.class)
        .hasMessageContaining("layout=2.");
    poke(8, 1L << 32 | 9);
    ReplyPage.open(file);
    poke(16, 1L << 32 | 9);
    assertThatThrownBy(() -> ReplyPage.open(file)).hasMessageContaining("oldest-reader=1.9");
    poke(0, 0);
    assertThatThrownBy(() -> ReplyPage.open(file)).hasMessageContaining("no magic");
  }

  @Test
  void aTornCursorFallsBackToTheOtherCopyWhicheverByteIsDamaged() throws IOException {
    try (CursorFile cursor = CursorFile.open(root, file)) {
      assertThat(cursor.read().sequence()).isZero();
      cursor.write(state(1, 10));
      cursor.write(state(2, 20));
    }
    byte[] whole = bytes().array();
    for (int at = 0; at < whole.length; at++) {
      byte[] torn = whole.clone();
      torn[at] ^= 0x55;
      Files.write(file, torn);
      try (CursorFile cursor = CursorFile.open(root, file)) {
        // Generation 2 is copy 0; its checksum covers also what only a newer version writes.
        long expected = at < 512 ? 10 : 20;
        assertThat(cursor.read().sequence()).as("byte %s", at).isEqualTo(expected);
        cursor.write(state(3, 30));
        assertThat(cursor.read().sequence()).isLessThanOrEqualTo(30);
      }
      try (CursorFile cursor = CursorFile.open(root, file)) {
        assertThat(cursor.read().sequence()).as("byte %s", at).isEqualTo(30);
      }
    }
  }

  @Test
  void aCursorOfNonsenseIsTheBeginning() throws IOException {
    byte[] nonsense = new byte[100_000];
    new java.util.Random(1).nextBytes(nonsense);
    Files.write(file, nonsense);
    try (CursorFile cursor = CursorFile.open(root, file)) {
      assertThat(cursor.read().sequence()).isZero();
      cursor.write(state(1, 11));
    }
    try (CursorFile cursor = CursorFile.open(root, file)) {
      assertThat(cursor.read().sequence()).isEqualTo(11);
      assertThat(cursor.read().delivered()).isZero();
    }
  }

  @Test
  void aPolicyPageComesBackWholeAndOthersAreRefused() throws IOException {
    PolicyPage page = new PolicyPage(root);
    assertThat(page.read()).isNull();
    assertThat(page.version()).isNull();
    page.publish(new PolicyPage.Content(true, new byte[] {1, 2, 3}));
    String first = page.version();
    assertThat(page.read().denyIfUnusable()).isTrue();
    assertThat(page.read().snapshot()).containsExactly(1, 2, 3);
    page.publish(new PolicyPage.Content(false, new byte[0]));
    assertThat(page.read().denyIfUnusable()).isFalse();
    assertThat(page.read().snapshot()).isEmpty();
    assertThat(page.version()).isNotEqualTo(first);
    Path path = root.folder().resolve("policy.page");
    byte[] bytes = Files.readAllBytes(path);
    bytes[12]++;
    Files.write(path, bytes);
    assertThatThrownBy(page::read).hasMessageContaining("layout=2.");
    bytes[12]--;
    bytes[24] = 31;
    Files.write(path, bytes);
    assertThatThrownBy(page::read).hasMessageContaining("damaged");
    bytes[24] = 33;
    Files.write(path, bytes);
    assertThatThrownBy(page::read).hasMessageContaining("damaged");
    Files.write(path, new byte[31]);
    assertThatThrownBy(page::read).hasMessageContaining("not a policy page");
    Files.write(path, new byte[16 * 1024 * 1024 + 1]);
    assertThatThrownBy(page::read).hasMessageContaining("too large");
  }

  @Test
  void aPolicyPageThatSaysTheSameAlreadyIsLeftAlone() throws IOException {
    PolicyPage page = new PolicyPage(root);
    page.publish(new PolicyPage.Content(true, new byte[] {1, 2, 3}));
    String first = page.version();
    // Stands for a file system without room: what is written aside cannot be made.
    Path aside = Files.createDirectory(root.folder().resolve("policy.page.new"));
    Files.createFile(aside.resolve("in the way"));

    page.publish(new PolicyPage.Content(true, new byte[] {1, 2, 3}));

    assertThat(page.version()).isEqualTo(first);
    assertThatThrownBy(() -> page.publish(new PolicyPage.Content(false, new byte[] {1, 2, 3})))
        .isInstanceOf(IOException.class);
  }

  @Test
  void whatNoReaderWouldTakeIsNotPublished() throws IOException {
    PolicyPage page = new PolicyPage(root);
    page.publish(new PolicyPage.Content(true, new byte[] {1}));
    PolicyPage.Content tooLarge = new PolicyPage.Content(false, new byte[16 * 1024 * 1024 - 31]);
    assertThatThrownBy(() -> page.publish(tooLarge)).hasMessageContaining("too large");
    assertThat(page.read().snapshot()).containsExactly(1);
    page.publish(new PolicyPage.Content(false, new byte[16 * 1024 * 1024 - 32]));
    assertThat(page.read().snapshot()).hasSize(16 * 1024 * 1024 - 32);
  }

  @Test
  @Timeout(30)
  void aPipeInThePolicyPagesPlaceKeepsNobodyWaiting() throws Exception {
    MakePipe.at(root.folder().resolve("policy.page"));
    assertThatThrownBy(() -> new PolicyPage(root).read()).hasMessageContaining("not a plain file");
  }

  private static CursorFile.State state(int segment, long sequence) {
    return new CursorFile.State(segment, sequence, 0, new long[DiscardReason.values().length]);
  }

  private ByteBuffer bytes() throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void poke(int offset, long value) throws IOException {
    ByteBuffer bytes = bytes().putLong(offset, value);
    try (var channel =
        java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
      channel.write(bytes.rewind());
    }
  }
}
