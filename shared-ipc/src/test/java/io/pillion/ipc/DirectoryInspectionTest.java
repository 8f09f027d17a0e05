package io.pillion.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pillion.ipc.SessionAccount.Verdict;
import io.pillion.ipc.SessionInspection.Life;
import io.pillion.ipc.policy.OnUnavailable;
import io.pillion.ipc.policy.PolicySnapshot;
import io.pillion.ipc.status.DropReason;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.ipc.wire.TelemetryEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DirectoryInspectionTest {
  @TempDir Path temp;
  private Path directory;
  private IpcRoot root;

  @BeforeEach
  void open() throws IOException {
    directory = temp.resolve("ipc");
    root = IpcRoot.open(directory);
  }

  private DirectoryInspection look() throws IOException {
    return DirectoryInspection.of(directory, Duration.ofMillis(20));
  }

  /** A session whose process has ended: 10 offered, 6 written, 3 dropped, 4 of the 6 settled. */
  private Path deadSession() throws IOException {
    List<Path> before = SessionFolder.scan(root);
    AgentSession agent = AgentSession.begin(root, Map.of("service.name", "shop"), 256 * 1024, 4);
    agent.header().written(6, 6);
    agent.header().dropped(DropReason.RING_FULL, 2);
    agent.header().dropped(DropReason.QUEUE_FULL, 1);
    agent.header().offered(10, 8);
    agent.close(true);
    Path session =
        SessionFolder.scan(root).stream().filter(p -> !before.contains(p)).findFirst().get();
    settle(session, new CursorFile.State(0, 4, 3, new long[] {1, 0, 0, 0}));
    return session;
  }

  private void settle(Path session, CursorFile.State state) throws IOException {
    try (CursorFile cursor = CursorFile.open(root, session.resolve(CursorFile.NAME))) {
      cursor.read();
      cursor.write(state);
    }
  }

  @Test
  void aSessionIsShownWithItsAccount() throws IOException {
    Path path = deadSession();
    SessionInspection session = look().sessions().get(0);
    assertThat(session.path()).isEqualTo(path);
    assertThat(session.life()).isEqualTo(Life.DEAD);
    assertThat(session.isSound()).isTrue();
    assertThat(session.header().identity()).containsEntry("service.name", "shop");
    assertThat(session.header().layout()).isEqualTo("1.1");
    assertThat(session.counters().offered()).isEqualTo(10);
    assertThat(session.counters().dropped())
        .containsEntry("ring_full", 2L)
        .containsEntry("queue_full", 1L)
        .containsEntry("other", 0L);
    assertThat(session.counters().beating()).isFalse();
    assertThat(session.counters().closedCleanly()).isFalse();
    assertThat(session.cursor().sequence()).isEqualTo(4);
    assertThat(session.cursor().discarded()).containsEntry("rejected", 1L);
    assertThat(session.telemetry().segments()).isEqualTo(1);
    assertThat(session.telemetry().newest()).isZero();
    assertThat(session.telemetry().bytes()).isGreaterThan(256 * 1024);
    assertThat(session.replies().slots()).containsEntry("free", ReplyPage.SLOTS);
    assertThat(session.replies().sidecarLayout()).isNull();
    assertThat(session.account())
        .isEqualTo(new SessionAccount(10, 6, 3, 1, 3, 1, 2, Verdict.HOLDS, Verdict.HOLDS));
  }

  @Test
  void nothingIsChangedByALook() throws Exception {
    deadSession();
    new PolicyPage(root).publish(new PolicyPage.Content(true, new byte[] {1}));
    Path building = Files.createDirectory(root.folder().resolve(".tmp-" + "a".repeat(32)));
    Path empty = Files.createDirectory(root.folder().resolve("s-" + "b".repeat(32)));
    Map<String, String> before = contents();
    DirectoryInspection inspection = look();
    assertThat(contents()).isEqualTo(before);
    assertThat(inspection.unfinished()).isEqualTo(1);
    assertThat(building).isDirectory();
    assertThat(empty).isEmptyDirectory();
  }

  private Map<String, String> contents() throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path path : tree.toList()) {
        contents.put(
            path.toString(),
            Files.getLastModifiedTime(path)
                + " "
                + (Files.isRegularFile(path) ? Arrays.hashCode(Files.readAllBytes(path)) : 0));
      }
    }
    return contents;
  }

  @Test
  void aDirectoryThatIsMissingIsNotMade() {
    Path missing = temp.resolve("missing");
    assertThatThrownBy(() -> DirectoryInspection.of(missing, Duration.ZERO))
        .isInstanceOf(NoSuchFileException.class);
    assertThat(missing).doesNotExist();
  }

  @Test
  void damagedSessionsAreNamedAndTheOthersAreShown() throws IOException {
    Path cut = deadSession();
    Files.write(cut.resolve(AgentSession.HEADER), new byte[100]);
    Path senseless = deadSession();
    NewerPeer.poke(senseless.resolve(AgentSession.HEADER), 0, 7);
    Path noReplies = deadSession();
    Files.write(noReplies.resolve(AgentSession.REPLIES), new byte[ReplyPage.BYTES]);
    Path noLock = deadSession();
    Files.delete(noLock.resolve(AgentSession.LOCK));
    Files.createDirectory(noLock.resolve(AgentSession.LOCK));
    Path identity = deadSession();
    NewerPeer.poke(identity.resolve(AgentSession.HEADER), 1024, -1);
    Path sound = deadSession();

    DirectoryInspection inspection = look();

    assertThat(inspection.isSound()).isFalse();
    assertProblem(inspection, cut, "size=100");
    assertProblem(inspection, senseless, "no magic");
    assertProblem(inspection, noReplies, "reply page has no magic");
    assertProblem(inspection, noLock, "life is unknown");
    assertProblem(inspection, identity, "checksum differs");
    assertThat(of(inspection, sound).isSound()).isTrue();
  }

  private static void assertProblem(DirectoryInspection inspection, Path path, String problem) {
    assertThat(of(inspection, path).isSound()).isFalse();
    assertThat(of(inspection, path).problems()).singleElement().asString().contains(problem);
  }

  private static SessionInspection of(DirectoryInspection inspection, Path path) {
    return inspection.sessions().stream()
        .filter(session -> session.path().equals(path))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void anAccountThatDoesNotAddUpIsCalledBroken() throws IOException {
    Path lost = deadSession();
    settle(lost, new CursorFile.State(0, 5, 3, new long[] {1, 0, 0, 0}));
    Path ahead = deadSession();
    settle(ahead, new CursorFile.State(0, 90_000, 90_000, new long[4]));
    Path twice = deadSession();
    NewerPeer.poke(twice.resolve(AgentSession.HEADER), 80, 5);
    DirectoryInspection inspection = look();
    assertThat(of(inspection, lost).account().sidecarSide()).isEqualTo(Verdict.BROKEN);
    assertThat(of(inspection, lost).account().agentSide()).isEqualTo(Verdict.HOLDS);
    assertThat(of(inspection, ahead).account().sidecarSide()).isEqualTo(Verdict.BROKEN);
    // Killed between two stores, which is no fault.
    assertThat(of(inspection, twice).account().agentSide()).isEqualTo(Verdict.UNSETTLED);
    NewerPeer.poke(twice.resolve(AgentSession.HEADER), 104, 1);
    assertThat(of(look(), twice).account().agentSide()).isEqualTo(Verdict.BROKEN);
    assertThat(inspection.isSound()).isFalse();
  }

  @Test
  void aKilledProcessMayHaveWrittenMoreThanItsHeaderSays() throws IOException {
    Path killed = deadSession();
    settle(killed, new CursorFile.State(0, 9, 9, new long[4]));
    SessionAccount account = look().sessions().get(0).account();
    assertThat(account.sidecarSide()).isEqualTo(Verdict.HOLDS);
    assertThat(account.written()).isEqualTo(9);
    assertThat(account.unread()).isZero();
  }

  @Test
  void livingProcessesAreSeenToMoveOrNot() throws Exception {
    try (ChildJvm writer = new ChildJvm(WriterKillIT.Writer.class, directory.toString())) {
      Await.until(() -> !SessionFolder.scan(root).isEmpty());
      Await.until(
          () -> {
            List<SessionInspection> seen =
                DirectoryInspection.of(directory, Duration.ofSeconds(2)).sessions();
            return seen.size() == 1
                && seen.get(0).life() == Life.ALIVE
                && seen.get(0).counters() != null
                && seen.get(0).counters().beating();
          });
      writer.kill();
      SessionInspection dead = look().sessions().get(0);
      assertThat(dead.life()).isEqualTo(Life.DEAD);
      assertThat(dead.counters().beating()).isFalse();
      assertThat(dead.cursor()).isNull();
      assertThat(dead.account().agentSide()).isNotEqualTo(Verdict.BROKEN);
      assertThat(dead.account().sidecarSide()).isEqualTo(Verdict.HOLDS);
    }
  }

  /** Looks without a pause, and ends as soon as anything seems wrong. */
  static final class Inspector {
    private static final int LOOKS = 500;

    public static void main(String[] arguments) throws Exception {
      for (int look = 1; ; look++) {
        DirectoryInspection seen = DirectoryInspection.of(Path.of(arguments[0]), Duration.ZERO);
        if (!seen.isSound() || seen.sessions().get(0).life() != Life.ALIVE) {
          System.out.println("look " + look + ": " + seen);
          return;
        }
        if (look == LOOKS) {
          System.out.println("sound");
        }
      }
    }
  }

  @Test
  void looksWithoutAPauseDisturbNeitherAWriterNorItsReader() throws Exception {
    try (ChildJvm writer = new ChildJvm(WriterKillIT.Writer.class, directory.toString())) {
      SessionFolder session = WriterKillIT.onlySession(root);
      try (ChildJvm inspector = new ChildJvm(Inspector.class, directory.toString());
          TelemetrySource source = session.telemetry()) {
        AtomicBoolean enough = new AtomicBoolean();
        Thread reader = new Thread(() -> readAll(source, enough));
        AtomicReference<Throwable> failure = new AtomicReference<>();
        reader.setUncaughtExceptionHandler((thread, e) -> failure.set(e));
        reader.start();
        try {
          inspector.awaitLine("sound");
        } finally {
          enough.set(true);
          reader.join();
        }
        assertThat(failure.get()).isNull();
        assertThat(source.acknowledged()).isGreaterThan(10_000);
        assertThat(SessionFolder.isAlive(session.directory())).isTrue();
      } finally {
        writer.kill();
      }
      assertThat(SessionFolder.scan(root)).as("no other session was begun").hasSize(1);
    }
  }

  /** Everything in order and nothing discarded. */
  private static void readAll(TelemetrySource source, AtomicBoolean enough) {
    long last = 0;
    try {
      while (!enough.get()) {
        for (TelemetryEvent e = source.next(); e != null; e = source.next()) {
          if (e instanceof SpanRecord span) {
            assertThat(span.spanId()).isEqualTo(++last);
          }
          if (last % 1000 == 0) {
            break;
          }
        }
        long[] discards = source.takeDiscards();
        assertThat(discards).containsOnly(0);
        source.acknowledge(source.segment(), last, last - source.delivered(), discards);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theRootIsShown() throws IOException {
    DirectoryInspection empty = look();
    assertThat(empty.isSound()).isTrue();
    assertThat(empty.sidecarAlive()).isFalse();
    assertThat(empty.policy()).isNull();
    assertThat(empty.checksBell()).isFalse();
    Files.createDirectory(directory.resolve("v2"));
    PolicySnapshot snapshot = PolicySnapshot.of(List.of(), OnUnavailable.ALLOW);
    new PolicyPage(root).publish(new PolicyPage.Content(true, snapshot.encode()));
    try (LifeLock lock = LifeLock.tryAcquire(root.folder().resolve(LifeLock.SIDECAR));
        BellListener telemetry = BellListener.telemetry(root)) {
      DirectoryInspection inspection = look();
      assertThat(lock).isNotNull();
      assertThat(telemetry).isNotNull();
      assertThat(inspection.sidecarAlive()).isTrue();
      assertThat(inspection.telemetryBell()).isTrue();
      assertThat(inspection.checksBell()).isFalse();
      assertThat(inspection.policy().revision()).isEqualTo(snapshot.revision());
      assertThat(inspection.policy().denyIfUnusable()).isTrue();
      assertThat(inspection.policy().ageMillis()).isBetween(-1000L, 60_000L);
      assertThat(inspection.otherLayouts()).containsExactly("v2");
    }
    new PolicyPage(root).publish(new PolicyPage.Content(true, new byte[] {1}));
    assertThat(look().policy().problem()).contains("not a policy snapshot");
    assertThat(look().isSound()).isFalse();
  }
}
