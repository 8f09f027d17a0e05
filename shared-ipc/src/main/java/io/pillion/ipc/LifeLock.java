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
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A kernel lock that says "my process is alive": the kernel frees it on any death, and process ids,
 * which mean nothing across containers, play no part.
 *
 * <p>Two bytes are locked, none is written. The owner's byte is tried by those who want to own it.
 * The life byte is tried by those who ask whether somebody does: they hold it shared for an
 * instant, which keeps nobody from owning, only lets a new owner wait for that instant.
 *
 * <p>The holder opens the file exactly once: closing any second descriptor of it in the holder's
 * process would free the lock unnoticed.
 */
public final class LifeLock implements Closeable {
  /** The sidecar's lock in a shared directory. */
  public static final String SIDECAR = "sidecar.lock";

  private static final long OWNER = 0;
  private static final long LIFE = 1;
  private static final long LONGEST_LOOK_NS = 2_000_000_000;
  private static final long LOOK_NS = 100_000;

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
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    boolean taken = false;
    try {
      if (tryLock(channel, OWNER, false) != null) {
        takeLife(channel, file);
        taken = true;
        return new LifeLock(channel);
      }
      return null;
    } finally {
      if (!taken) {
        channel.close();
      }
    }
  }

  /** Only those who look can be in the way, and none of them for long. */
  private static void takeLife(FileChannel channel, Path file) throws IOException {
    long began = System.nanoTime();
    while (tryLock(channel, LIFE, false) == null) {
      if (System.nanoTime() - began > LONGEST_LOOK_NS) {
        throw new IOException(
            "lock is held by a process that only looks at it: path=" + file + "; end that process");
      }
      LockSupport.parkNanos(LOOK_NS);
    }
  }

  /**
   * Whether a living process holds the lock. To be asked by other processes than the holder's; as
   * often as one likes, no process is ever refused the lock for it.
   */
  public static boolean isHeld(Path file) throws IOException {
    try {
      MappedPage.requirePlain(file);
    } catch (NoSuchFileException e) {
      return false;
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      return tryLock(channel, LIFE, true) == null;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel, long position, boolean shared)
      throws IOException {
    try {
      return channel.tryLock(position, 1, shared);
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
