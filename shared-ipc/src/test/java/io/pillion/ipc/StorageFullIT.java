package io.pillion.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pillion.ipc.wire.RecordEncoder;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A memory file system that is full at any moment of a session's life. A mapping without a page
 * behind it ends the process or throws where nobody expects it, so all space is taken by plain
 * writes before it is mapped: this tries every amount of room there can be.
 */
@Timeout(120)
class StorageFullIT {
  private static final String SIZE = "8m";

  @TempDir Path temp;

  /** Begins a session at every amount of room, and writes until there is none left. */
  static final class Sweep {
    private static final int STEP = 16 * 1024;
    private static final int SEGMENT = 256 * 1024;
    private static final long MOST_ROOM = 3 << 20;

    public static void main(String[] arguments) throws Exception {
      Path mount = Path.of(arguments[0]);
      IpcRoot root = IpcRoot.open(mount.resolve("ipc"));
      int refused = 0;
      int begun = 0;
      int stopped = 0;
      for (long room = 0; room <= MOST_ROOM; room += STEP) {
        leave(mount, room);
        try {
          stopped += writeUntilFull(root) ? 1 : 0;
          begun++;
        } catch (IOException e) {
          refused++;
        }
        if (!SessionFolder.scan(root).isEmpty()) {
          throw new AssertionError("session was left behind: room=" + room);
        }
      }
      System.out.println("refused=" + refused + " begun=" + begun + " stopped=" + stopped);
    }

    private static void leave(Path mount, long room) throws IOException {
      // A refused session's first pages are given back when their buffers are collected.
      System.gc();
      Path filler = mount.resolve("filler");
      Files.deleteIfExists(filler);
      long bytes = Files.getFileStore(mount).getUsableSpace() - room;
      try (RandomAccessFile file = new RandomAccessFile(filler.toFile(), "rw")) {
        byte[] page = new byte[4096];
        for (long done = 0; done < bytes; done += page.length) {
          file.write(page);
        }
      }
    }

    /** True if it was the lack of room, and nothing else, that ended it. */
    private static boolean writeUntilFull(IpcRoot root) throws IOException {
      AgentSession session = AgentSession.begin(root, Map.of("service.name", "x"), SEGMENT, 100);
      try {
        RecordEncoder encoder = new RecordEncoder();
        for (int i = 1; ; i++) {
          new TestSpan(i, 400).encodeTo(encoder);
          ByteBuffer record = encoder.finish(i);
          if (session.telemetry().remaining() < record.remaining()) {
            SegmentWriter.Preparation next = session.telemetry().prepareNext();
            if (next != SegmentWriter.Preparation.READY) {
              return next == SegmentWriter.Preparation.NO_SPACE;
            }
            session.telemetry().roll(record);
          } else {
            session.telemetry().append(record);
          }
        }
      } finally {
        session.close(true);
        for (Path path : SessionFolder.scan(root)) {
          SessionFolder.delete(path);
        }
      }
    }
  }

  @Test
  void whateverRoomThereIsASessionBeginsOrIsRefusedCleanlyAndWritingStopsCleanly()
      throws Exception {
    assumeTrue(
        System.getProperty("user.name", "").equals("root"), "only root can mount a file system");
    try (ChildJvm sweep =
        new ChildJvm(
            List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o size=" + SIZE + " tmpfs " + temp + " && exec \"$@\"",
                "sh"),
            List.of("-XX:TieredStopAtLevel=4"),
            Sweep.class,
            temp.toString())) {
      String said = sweep.allOutput();
      assertThat(said).startsWith("refused=").matches("refused=\\d{2,} begun=\\d{2,} .*\n");
      assertThat(number(said, "begun")).isEqualTo(number(said, "stopped"));
    }
  }

  private static int number(String said, String name) {
    String from = said.substring(said.indexOf(name + "=") + name.length() + 1);
    return Integer.parseInt(from.split("\\s", 2)[0]);
  }
}
