package io.pillion.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.policy.OnUnavailable;
import io.pillion.ipc.policy.PolicySnapshot;
import io.pillion.ipc.policy.SnapshotFormatException;
import io.pillion.ipc.status.DiscardReason;
import io.pillion.ipc.wire.CheckMessage;
import io.pillion.ipc.wire.RecordDecoder;
import io.pillion.ipc.wire.RecordEncoder;
import io.pillion.ipc.wire.RecordFormatException;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.ipc.wire.TelemetryEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Today's version with a peer of the next minor and of the next major, on either side. */
@Timeout(60)
class VersionSkewTest {
  private static final int VERSION = 8;
  private static final int OLDEST_READER = 16;
  private static final int FEATURES = 24;
  private static final int UNKNOWN_DROP_REASON = 128 + 11 * 8;
  private static final long SECOND = 1_000_000_000;
  private static final CheckRequest REQUEST =
      new CheckRequest.Of("GET", "shop", 80, "/a", "/a", null);

  @TempDir Path temp;
  private IpcRoot root;

  @BeforeEach
  void open() throws IOException {
    root = IpcRoot.open(temp.resolve("ipc"));
  }

  private AgentSession begin() throws IOException {
    return AgentSession.begin(root, Map.of("service.name", "shop"), 256 * 1024, 4);
  }

  private Path onlySession() throws IOException {
    List<Path> found = SessionFolder.scan(root);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  private static ByteBuffer span(RecordEncoder encoder, long number) {
    new TestSpan(number, 10).encodeTo(encoder);
    return encoder.finish(number);
  }

  // A newer agent.

  @Test
  void allThatIsKnownOfANextMinorAgentIsDeliveredAndTheRestIsCounted() throws Exception {
    AgentSession agent = begin();
    RecordEncoder encoder = new RecordEncoder();
    agent.telemetry().append(span(encoder, 1));
    agent.telemetry().append(NewerPeer.widened(span(encoder, 2)));
    agent.telemetry().append(NewerPeer.ofUnknownType(span(encoder, 3)));
    agent.telemetry().append(span(encoder, 4));
    agent.header().written(4, 4);
    agent.header().offered(9, 9);
    Path header = onlySession().resolve(AgentSession.HEADER);
    NewerPeer.poke(header, VERSION, NewerPeer.NEXT_MINOR);
    NewerPeer.poke(header, FEATURES, -1);
    NewerPeer.poke(header, UNKNOWN_DROP_REASON, 5);

    SessionFolder session = SessionFolder.open(root, onlySession());

    assertThat(session.identity()).containsEntry("service.name", "shop");
    assertThat(session.header().droppedOtherwise()).isEqualTo(5);
    try (TelemetrySource source = session.telemetry()) {
      List<Long> numbers = new ArrayList<>();
      for (TelemetryEvent e = source.next(); e != null; e = source.next()) {
        SpanRecord span = (SpanRecord) e;
        numbers.add(span.spanId());
        assertThat(span.attributes())
            .containsExactly(
                new SpanRecord.Attribute("payload", "xxxxxxxxxx"),
                new SpanRecord.Attribute("number", span.spanId()));
      }
      assertThat(numbers).containsExactly(1L, 2L, 4L);
      long[] discards = source.takeDiscards();
      assertThat(discards[DiscardReason.UNKNOWN_TYPE.code()]).isEqualTo(1);
      assertThat(discards).containsOnly(0, 1);
      source.acknowledge(source.segment(), 4, 3, discards);
    }
    agent.close(true);
    SessionInspection seen =
        only(DirectoryInspection.of(temp.resolve("ipc"), java.time.Duration.ZERO));
    assertThat(seen.problems()).isEmpty();
    assertThat(seen.header().layout()).isEqualTo("1.2");
    assertThat(seen.account().holds()).isTrue();
    assertThat(seen.account().dropped()).isEqualTo(5);
    assertThat(seen.account().inRing()).isZero();
  }

  @Test
  void aWidenedCheckIsAnsweredAndOneOfAnUnknownTypeIsPassedOver() throws Exception {
    RecordEncoder encoder = new RecordEncoder();
    encoder.check(3, 9, REQUEST);
    ByteBuffer check = encoder.finish(9);
    RecordDecoder decoder = new RecordDecoder();
    assertThat(decoder.decodeCheck(NewerPeer.widened(check.duplicate())))
        .isEqualTo(new CheckMessage(3, 9, REQUEST));
    assertThat(decoder.decodeCheck(NewerPeer.ofUnknownType(check))).isNull();
  }

  @Test
  void aNextMajorAgentIsRefusedAndItsFilesAreLeftAlone() throws Exception {
    AgentSession agent = begin();
    Path session = onlySession();
    NewerPeer.poke(session.resolve(AgentSession.HEADER), VERSION, NewerPeer.NEXT_MAJOR);
    assertRefused(() -> SessionFolder.open(root, session), "layout=2.0");
    // Or a minor that says that this version cannot read it.
    NewerPeer.poke(session.resolve(AgentSession.HEADER), VERSION, NewerPeer.NEXT_MINOR);
    NewerPeer.poke(session.resolve(AgentSession.HEADER), OLDEST_READER, NewerPeer.NEXT_MINOR);
    assertRefused(() -> SessionFolder.open(root, session), "oldest-reader=1.2");
    assertThat(session.resolve(CursorFile.NAME)).doesNotExist();
    SessionInspection seen =
        only(DirectoryInspection.of(temp.resolve("ipc"), java.time.Duration.ZERO));
    assertThat(seen.problems()).singleElement().asString().contains("another version");
    assertThat(seen.isSound()).isFalse();
    agent.close(true);
  }

  @Test
  void aNextMajorReplyPageIsNotWrittenInto() throws Exception {
    AgentSession agent = begin();
    Path replies = onlySession().resolve(AgentSession.REPLIES);
    NewerPeer.poke(replies, VERSION, NewerPeer.NEXT_MAJOR);
    byte[] before = Files.readAllBytes(replies);
    SessionFolder session = SessionFolder.open(root, onlySession());
    assertRefused(session::checks, "layout=2.0");
    assertRefused(session::telemetry, "layout=2.0");
    assertThat(Files.readAllBytes(replies)).isEqualTo(before);
    agent.close(true);
  }

  // A newer sidecar was here before.

  @Test
  void theCursorOfANextMinorSidecarIsUnderstoodAndItsCountsAreKept() throws Exception {
    Path file = root.folder().resolve("cursor");
    try (CursorFile cursor = CursorFile.open(root, file)) {
      cursor.write(new CursorFile.State(2, 20, 17, new long[] {1, 0, 0, 0}));
    }
    editCursor(
        file,
        bytes -> {
          bytes.putLong(VERSION, NewerPeer.NEXT_MINOR);
          bytes.putLong(56 + 9 * 8, 2);
          bytes.putLong(400, 4711);
        });
    try (CursorFile cursor = CursorFile.open(root, file)) {
      CursorFile.State state = cursor.read();
      assertThat(state.sequence()).isEqualTo(20);
      assertThat(state.discardedOtherwise()).isEqualTo(2);
      cursor.write(new CursorFile.State(2, 21, 18, state.discarded()));
    }
    assertThat(CursorFile.look(file).sequence()).isEqualTo(21);
    assertThat(CursorFile.look(file).discardedOtherwise()).isEqualTo(2);
  }

  @Test
  void theCursorOfANextMajorSidecarIsRefusedAndNotWrittenOver() throws Exception {
    Path file = root.folder().resolve("cursor");
    try (CursorFile cursor = CursorFile.open(root, file)) {
      cursor.write(new CursorFile.State(2, 20, 20, new long[4]));
    }
    editCursor(file, bytes -> bytes.putLong(VERSION, NewerPeer.NEXT_MAJOR));
    byte[] before = Files.readAllBytes(file);
    try (CursorFile cursor = CursorFile.open(root, file)) {
      assertRefused(cursor::read, "layout=2.0");
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  /** The first write goes to the second copy. */
  private static void editCursor(Path file, Consumer<ByteBuffer> edit) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer copy = ByteBuffer.wrap(bytes, 512, 512).slice().order(ByteOrder.LITTLE_ENDIAN);
    edit.accept(copy);
    CRC32C crc = new CRC32C();
    crc.update(bytes, 512, 504);
    copy.putLong(504, crc.getValue());
    Files.write(file, bytes);
  }

  // A newer sidecar is here now.

  @Test
  void anAnswerThatANewerSidecarAloneUnderstandsLeavesTheAgentToItselfAtOnce() throws Exception {
    Path file = root.folder().resolve("replies");
    ReplyPage replies = ReplyPage.create(root.createFile(file));
    ReplyPage sidecar = ReplyPage.open(file);
    FakeSegments queue = new FakeSegments(256 * 1024);
    CheckClient client =
        new CheckClient(queue, replies, new Bell(temp.resolve("no.bell")), () -> {});
    // Its version, its features, and words that this version has no meaning for.
    for (int word = 208; word < 512; word += 8) {
      NewerPeer.poke(file, word, NewerPeer.NEXT_MINOR);
    }
    Decision known = new Decision(Decision.Reason.ALLOW_MATCHED, "ns/yes", 6, 1);
    queue.duringAppend =
        record -> {
          CheckMessage question = question(record);
          sidecar.answer(question.slot(), question.generation(), known);
          write(file, 4096 + question.slot() * 256 + 16, 1L << 32 | 200);
        };
    long began = System.nanoTime();
    assertThat(client.ask(REQUEST, 30 * SECOND)).isNull();
    assertThat(System.nanoTime() - began).isLessThan(20 * SECOND);
    queue.duringAppend =
        record -> {
          CheckMessage question = question(record);
          sidecar.answer(question.slot(), question.generation(), known);
        };
    // It counts as answered: the next question is asked.
    assertThat(client.ask(REQUEST, 30 * SECOND)).isEqualTo(known);
  }

  private static CheckMessage question(ByteBuffer record) {
    try {
      return new RecordDecoder().decodeCheck(record.duplicate());
    } catch (RecordFormatException e) {
      throw new AssertionError(e);
    }
  }

  private static void write(Path file, int offset, long value) {
    try {
      NewerPeer.poke(file, offset, value);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aNextMinorPolicyPageIsReadAndItsAdditionsArePassedOver() throws Exception {
    PolicySnapshot snapshot = PolicySnapshot.of(List.of(), OnUnavailable.ALLOW);
    publish(NewerPeer.NEXT_MINOR, 1L << 32, 48, snapshot.encode());
    PolicyPage.Content content = new PolicyPage(root).read();
    assertThat(content.denyIfUnusable()).isTrue();
    assertThat(PolicySnapshot.decode(content.snapshot()).revision()).isEqualTo(snapshot.revision());
  }

  @Test
  void aPolicyPageThatThisVersionMayNotReadIsRefused() throws Exception {
    byte[] snapshot = PolicySnapshot.empty().encode();
    publish(NewerPeer.NEXT_MINOR, NewerPeer.NEXT_MINOR, 32, snapshot);
    assertRefused(() -> new PolicyPage(root).read(), "oldest-reader=1.2");
    publish(NewerPeer.NEXT_MAJOR, NewerPeer.NEXT_MAJOR, 32, snapshot);
    assertRefused(() -> new PolicyPage(root).read(), "layout=2.0");
  }

  @Test
  void aRefusedPolicyPageIsToldAndTheNextGoodOneIsTaken() throws Exception {
    FakeListener listener = new FakeListener();
    PolicyWatch watch = new PolicyWatch(listener);
    PolicyPage page = new PolicyPage(root);
    page.publish(new PolicyPage.Content(true, new byte[] {1}));
    watch.open(root);
    publish(NewerPeer.NEXT_MAJOR, NewerPeer.NEXT_MAJOR, 32, new byte[0]);
    watch.look();
    assertThat(listener.policies).hasSize(1);
    assertThat(listener.states).singleElement().asString().contains("layout=2.0");
    page.publish(new PolicyPage.Content(true, new byte[] {2}));
    watch.look();
    assertThat(listener.policies).hasSize(2);
  }

  @Test
  void aSnapshotOfAnotherMinorOrMajorIsRefusedWhole() throws Exception {
    byte[] today = PolicySnapshot.empty().encode();
    for (int offset : new int[] {4, 6}) {
      byte[] other = today.clone();
      other[offset]++;
      ByteBuffer bytes = ByteBuffer.wrap(other).order(ByteOrder.LITTLE_ENDIAN);
      CRC32C crc = new CRC32C();
      crc.update(other, 0, 12);
      crc.update(other, 16, other.length - 16);
      bytes.putInt(12, (int) crc.getValue());
      assertThatThrownBy(() -> PolicySnapshot.decode(other))
          .isInstanceOf(SnapshotFormatException.class)
          .hasMessageContaining("another version");
    }
  }

  private void publish(long version, long oldestReader, int headerBytes, byte[] snapshot)
      throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(headerBytes + snapshot.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put("PLPOLCY1".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
    bytes.putLong(version).putLong(oldestReader).putInt(headerBytes).putInt(1);
    while (bytes.position() < headerBytes) {
      bytes.put((byte) 0x77);
    }
    bytes.put(snapshot);
    Files.write(root.folder().resolve("next"), bytes.array());
    Files.move(
        root.folder().resolve("next"),
        PolicyPage.file(root.folder()),
        java.nio.file.StandardCopyOption.ATOMIC_MOVE);
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String why) {
    assertThatThrownBy(call)
        .isInstanceOf(UnsupportedLayoutException.class)
        .hasMessageContaining(why)
        .hasMessageContaining("this=1.1");
  }

  private static SessionInspection only(DirectoryInspection inspection) {
    assertThat(inspection.sessions()).hasSize(1);
    return inspection.sessions().get(0);
  }
}
