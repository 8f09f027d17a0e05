package examples.pillion.demo;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A small memory file system over a directory, which a third party can fill. */
final class MemoryFileSystem implements AutoCloseable {

  private static final byte[] PAGE = new byte[4096];

  private final Path at;
  private final Path filler;

  private MemoryFileSystem(Path at) {
    this.at = at;
    this.filler = at.resolve("filler");
  }

  /** Mounts one. Skips the test where that is not possible. */
  static MemoryFileSystem over(Path directory, String size) throws IOException {
    Superuser.assume();
    assumeTrue(
        Superuser.run(
            "mount", "-t", "tmpfs", "-o", "mode=700,size=" + size, "tmpfs", directory.toString()),
        "no file system can be mounted");
    return new MemoryFileSystem(directory);
  }

  /** Takes all the room there is. */
  void fill() throws IOException {
    try (var out =
        Files.newOutputStream(filler, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (Files.getFileStore(at).getUsableSpace() > 0) {
        out.write(PAGE);
      }
    }
  }

  void free() throws IOException {
    Files.deleteIfExists(filler);
  }

  void readOnly() throws IOException {
    if (!Superuser.run("mount", "-o", "remount,ro", at.toString())) {
      throw new IOException("cannot be made read-only: path=" + at);
    }
  }

  @Override
  public void close() throws IOException {
    // Lazily: processes that still use it are about to end.
    Superuser.run("umount", "-l", at.toString());
  }
}
