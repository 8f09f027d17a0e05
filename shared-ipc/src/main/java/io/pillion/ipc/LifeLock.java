package io.pillion.ipc;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A kernel lock that says "my process is alive": the kernel frees it on any death, and process ids,
 * which mean nothing across containers, play no part.
 *
 * <p>The file holds no data and its holder opens it exactly once: closing any second descriptor of
 * it in the holder's process would free the lock unnoticed.
 */
public final class LifeLock implements Closeable {
  private final FileChannel channel;

  private LifeLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the lock of {@code file}, which is made if missing; null if somebody holds it. */
  public static @Nullable LifeLock tryAcquire(Path file) throws IOException {
    if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      MappedPage.requirePlain(file);
    }
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    if (tryLock(channel) != null) {
      return new LifeLock(channel);
    }
    channel.close();
    return null;
  }

  /** Whether a living process holds the lock. To be asked by other processes than the holder's. */
  public static boolean isHeld(Path file) throws IOException {
    try {
      MappedPage.requirePlain(file);
    } catch (NoSuchFileException e) {
      return false;
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      return tryLock(channel) == null;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
