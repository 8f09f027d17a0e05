package examples.pillion.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** A directory that only its maker may enter, gone after use. */
public record PrivateDirectory(Path path) implements AutoCloseable {

  private static final Path MEMORY = Path.of("/dev/shm");

  /** Makes one in the default temp directory, mode 0700. */
  public static PrivateDirectory onDisk(String prefix) throws IOException {
    return new PrivateDirectory(Files.createTempDirectory(prefix));
  }

  /** Makes one in shared memory if this machine has it, else as {@link #onDisk}. */
  public static PrivateDirectory inMemory(String prefix) throws IOException {
    return Files.isWritable(MEMORY)
        ? new PrivateDirectory(Files.createTempDirectory(MEMORY, prefix))
        : onDisk(prefix);
  }

  /** Total length of the files inside. Files that vanish while it counts do not count. */
  public long sizeBytes() throws IOException {
    Sum sum = new Sum();
    Files.walkFileTree(path, sum);
    return sum.bytes;
  }

  @Override
  public void close() {
    try {
      Files.walkFileTree(path, new Delete());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + path, e);
    }
  }

  private static final class Sum extends SimpleFileVisitor<Path> {
    private long bytes;

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      bytes += attributes.size();
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return FileVisitResult.CONTINUE;
    }
  }

  private static final class Delete extends SimpleFileVisitor<Path> {

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException e)
        throws IOException {
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
