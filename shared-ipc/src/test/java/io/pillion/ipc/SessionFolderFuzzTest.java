package io.pillion.ipc;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.pillion.ipc.testing.Cost;
import io.pillion.ipc.testing.FuzzInput;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A shared directory with anything in any place: files, folders, links that lead outside. Looking
 * at it, reading it and deleting it ends, throws nothing but what is documented, and touches
 * nothing outside.
 */
class SessionFolderFuzzTest {
  private static final long MOST_BYTES = 4L * 1024 * 1024;
  private static final String SESSION = "s-" + "0".repeat(32);

  private static final List<String> PLACES =
      List.of(
          SESSION + "/session.hdr",
          SESSION + "/session.lock",
          SESSION + "/telemetry",
          SESSION + "/requests",
          SESSION + "/replies",
          SESSION + "/cursor",
          SESSION + "/telemetry/19700101-0000.cq4",
          SESSION + "/telemetry/19700101-0001.cq4",
          SESSION + "/telemetry/99991231-2359.cq4",
          SESSION + "/requests/metadata.cq4t",
          SESSION + "/requests/19700101-0000.cq4",
          SESSION,
          "s-" + "1".repeat(32),
          "s-nonsense",
          ".tmp-" + "0".repeat(32),
          ".gone-" + SESSION,
          "policy.page");

  @TempDir static Path temp;

  @MethodSource("shapes")
  @FuzzTest
  void nothingOutsideIsTouched(byte[] input) throws Exception {
    remove(temp.resolve("ipc"));
    Path outside = Files.createDirectories(temp.resolve("outside"));
    Path precious = outside.resolve("19700101-0000.cq4");
    Files.writeString(precious, "precious");
    IpcRoot root = IpcRoot.open(temp.resolve("ipc"));
    base(root);
    FuzzInput in = new FuzzInput(input);
    while (in.hasMore()) {
      shape(root.folder().resolve(PLACES.get(in.u8() % PLACES.size())), in, outside);
    }
    Cost.bounded(MOST_BYTES, () -> use(root));
    assertThat(Files.readString(precious)).isEqualTo("precious");
    assertThat(Files.list(outside)).containsExactly(precious);
  }

  private static void use(IpcRoot root) throws IOException {
    for (Path path : SessionFolder.scan(root)) {
      try {
        SessionFolder.isAlive(path);
        SessionFolder folder = SessionFolder.open(root, path);
        if (folder != null) {
          folder.identity();
          try (TelemetrySource source = folder.telemetry()) {
            while (source.next() != null || source.paused()) {
              source.segment();
            }
            source.skipDamage();
          }
          folder.checks().close();
        }
      } catch (IOException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
      try {
        SessionFolder.delete(path);
        assertThat(path).doesNotExist();
      } catch (FileSystemException e) {
        // Something lies where it is to be put aside.
        assertThat(e.getMessage()).contains(".gone-");
      }
    }
    SessionFolder.removeUnfinished(root);
    try {
      new PolicyPage(root).read();
    } catch (IOException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  /** A session that is whole, for the shapes to spoil. */
  private static void base(IpcRoot root) throws IOException {
    Path session = root.createFolder(SESSION);
    root.createFile(session.resolve(AgentSession.LOCK));
    SessionHeader.create(
            root.createFile(session.resolve(AgentSession.HEADER)),
            Map.of("service.name", "shop"),
            1,
            1 << 18,
            1 << 18)
        .publish();
    ReplyPage.create(root.createFile(session.resolve(AgentSession.REPLIES)));
    root.createFolder(session, AgentSession.TELEMETRY);
    root.createFolder(session, AgentSession.REQUESTS);
  }

  private static void shape(Path path, FuzzInput in, Path outside) throws IOException {
    try {
      if (!path.getParent().toRealPath().startsWith(temp.resolve("ipc").toRealPath())) {
        // Through a link that was made before: it is not for the test to write there.
        return;
      }
      remove(path);
      switch (in.u8() % 7) {
        case 0 -> Files.write(path, in.bytes(in.u16()));
        case 1 -> Files.createDirectories(path);
        case 2 -> Files.createSymbolicLink(path, outside);
        case 3 -> Files.createSymbolicLink(path, outside.resolve("19700101-0000.cq4"));
        case 4 -> Files.createSymbolicLink(path, Path.of("/dev/zero"));
        case 5 -> Files.createSymbolicLink(path, outside.resolve("nothing"));
        default -> {}
      }
    } catch (FileSystemException e) {
      // No folder to put it into, or not empty: then the shape is another one.
      assertThat(e.getMessage()).startsWith(temp.toString());
    }
  }

  private static void remove(Path path) throws IOException {
    if (!Files.exists(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (Stream<Path> all = Files.walk(path)) {
      for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(each);
      }
    }
  }

  static Stream<byte[]> shapes() {
    return Stream.of(
        new byte[0],
        new byte[] {2, 2},
        new byte[] {3, 2},
        new byte[] {0, 4, 1, 4, 5, 3},
        new byte[] {6, 3},
        new byte[] {6, 5, 9, 5},
        new byte[] {8, 0, 4, 0, 1, 2, 3, 4},
        new byte[] {11, 2},
        new byte[] {12, 2, 14, 2, 15, 1, 16, 4},
        new byte[] {16, 1});
  }
}
