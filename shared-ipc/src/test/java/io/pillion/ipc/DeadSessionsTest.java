package io.pillion.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeadSessionsTest {
  private static final int KEPT = 4;

  @TempDir Path temp;
  private IpcRoot root;

  @BeforeEach
  void open() throws IOException {
    root = IpcRoot.open(temp.resolve("ipc"));
    for (int i = 0; i < KEPT + 2; i++) {
      Path directory = root.createFolder("s-" + "0".repeat(31) + i);
      SessionHeader header =
          SessionHeader.create(
              root.createFile(directory.resolve(AgentSession.HEADER)), Map.of(), 1, 1, 1);
      header.written(70 + i, 70 + i);
      Files.setLastModifiedTime(directory, FileTime.fromMillis(1_000_000L * i));
    }
  }

  @Test
  void withoutASidecarTheOldestAreRemovedAndTold() throws IOException {
    assertThat(DeadSessions.trim(root, budget())).isEqualTo(new DeadSessions.Removed(2, 141));
    assertThat(SessionFolder.scan(root)).hasSize(KEPT);
    assertThat(Files.exists(root.folder().resolve("s-" + "0".repeat(32)))).isFalse();
  }

  @Test
  void whileASidecarListensAllAreLeftToIt() throws IOException {
    try (BellListener bell = BellListener.telemetry(root)) {
      DeadSessions.trim(root, budget());
      bell.await(1_000);
      assertThat(bell.answer()).isTrue();
    }
    assertThat(SessionFolder.scan(root)).hasSize(KEPT + 2);
  }

  @Test
  void livingSessionsAreKept() throws Exception {
    List<Path> all = SessionFolder.scan(root);
    try (LifeLock lock =
        LifeLock.tryAcquire(
            root.folder().resolve("s-" + "0".repeat(32)).resolve(AgentSession.LOCK))) {
      assertThat(lock).isNotNull();
      DeadSessions.trim(root, budget());
    }
    assertThat(SessionFolder.scan(root)).hasSize(all.size() - 1);
    assertThat(Files.exists(root.folder().resolve("s-" + "0".repeat(32)))).isTrue();
  }

  @Test
  void aSessionHalfDeletedIsNoSessionAndIsRemovedLater() throws IOException {
    Path session = SessionFolder.scan(root).get(0);
    Path gone = session.resolveSibling(".gone-" + session.getFileName());
    Files.move(session, gone);
    Path young = root.createFolder(".tmp-young");
    Path old = root.createFolder(".tmp-old");
    Files.setLastModifiedTime(old, FileTime.fromMillis(0));
    assertThat(SessionFolder.scan(root)).doesNotContain(session);
    assertThat(SessionFolder.removeUnfinished(root)).isZero();
    assertThat(Files.exists(gone)).isFalse();
    assertThat(Files.exists(old)).isFalse();
    assertThat(Files.exists(young)).isTrue();
  }

  /** Room for the four that are kept and half of another. */
  private long budget() throws IOException {
    long one = 0;
    try (Stream<Path> tree = Files.walk(SessionFolder.scan(root).get(0))) {
      one = tree.mapToLong(path -> path.toFile().length()).sum();
    }
    return KEPT * one + one / 2;
  }
}
