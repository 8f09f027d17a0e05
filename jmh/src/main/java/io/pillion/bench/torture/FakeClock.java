package io.pillion.bench.torture;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * Steps the wall clock of processes started through it, by Debian's libfaketime; the machine's
 * clock, and what is monotonic, stay as they are.
 */
final class FakeClock {
  private static final String LIBRARY = "libfaketimeMT.so.1";
  private static final Path LIBRARIES = Path.of("/usr/lib");

  private final Path library;
  private final Path offset;

  private FakeClock(Path library, Path offset) {
    this.library = library;
    this.offset = offset;
  }

  /** Null if the library is not installed. */
  static @Nullable FakeClock find(Path directory) throws IOException {
    try (DirectoryStream<Path> platforms = Files.newDirectoryStream(LIBRARIES, "*linux*")) {
      for (Path platform : platforms) {
        Path library = platform.resolve("faketime").resolve(LIBRARY);
        if (Files.isReadable(library)) {
          return new FakeClock(library, directory.resolve("clock-offset"));
        }
      }
    } catch (IOException e) {
      // Not such a system.
    }
    return null;
  }

  /** What to put in front of a command. */
  String[] prefix() {
    return new String[] {
      "env",
      "LD_PRELOAD=" + library,
      "FAKETIME_TIMESTAMP_FILE=" + offset,
      "FAKETIME_DONT_FAKE_MONOTONIC=1",
      // Else timed waits on the monotonic clock return at once.
      "FAKETIME_FORCE_MONOTONIC_FIX=0",
      // Else it leaves files in /dev/shm for each process that is killed.
      "FAKETIME_DISABLE_SHM=1",
      "FAKETIME_CACHE_DURATION=1"
    };
  }

  /** How far the clock of those processes is off, from about a second later on. */
  void stepTo(long seconds) throws IOException {
    Path next = offset.resolveSibling("clock-offset.next");
    Files.writeString(next, (seconds < 0 ? "" : "+") + seconds + "\n");
    Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
