package io.pillion.ipc;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * A small file mapped whole, or copied, with ordered access to its aligned 64-bit words.
 *
 * <p><b>Failure.</b> If somebody truncates the file, any access may throw {@link InternalError},
 * late. Whoever uses a page that others can truncate must be a thread of ours that survives it.
 */
final class MappedPage {
  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final ByteBuffer buffer;

  private MappedPage(ByteBuffer buffer) {
    this.buffer = buffer;
  }

  /** Fills {@code file}, which exists and is empty, with zeros by plain writes, then maps it. */
  static MappedPage create(Path file, int bytes) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      fill(channel, bytes);
      return map(channel, FileChannel.MapMode.READ_WRITE, bytes);
    }
  }

  /**
   * Maps a file that another process made.
   *
   * @throws IOException if it is not exactly {@code bytes} long
   */
  static MappedPage open(Path file, int bytes, FileChannel.MapMode mode) throws IOException {
    requirePlain(file);
    OpenOption[] options =
        mode == FileChannel.MapMode.READ_ONLY
            ? new OpenOption[] {StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS}
            : new OpenOption[] {
              StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS
            };
    try (FileChannel channel = FileChannel.open(file, options)) {
      requireSize(file, channel, bytes);
      return map(channel, mode, bytes);
    }
  }

  /**
   * Copies a file by plain reads. The copy does not follow the file, and nothing that happens to
   * the file can make an access to the copy fail.
   *
   * @throws IOException if it is not exactly {@code bytes} long
   */
  static MappedPage copy(Path file, int bytes) throws IOException {
    requirePlain(file);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
      requireSize(file, channel, bytes);
      // Direct, because words of an array cannot be accessed in order.
      ByteBuffer copy = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
      while (copy.hasRemaining()) {
        if (channel.read(copy, copy.position()) < 0) {
          throw new IOException("file was cut while it was read: path=" + file);
        }
      }
      return new MappedPage(copy.clear());
    }
  }

  private static void requireSize(Path file, FileChannel channel, int bytes) throws IOException {
    if (channel.size() != bytes) {
      throw new IOException(
          "file has the wrong size: path="
              + file
              + ", size="
              + channel.size()
              + ", expected="
              + bytes);
    }
  }

  /**
   * Refuses what another process may have put in a file's place: a link would lead out of the
   * shared directory, a pipe would block whoever opens it.
   */
  static void requirePlain(Path file) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isRegularFile()) {
      throw new IOException("not a plain file: path=" + file);
    }
  }

  /** Writes zeros up to {@code bytes}, so that the space is taken now or refused now. */
  static void fill(FileChannel channel, long bytes) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocate((int) Math.min(bytes, 64 * 1024));
    for (long done = 0; done < bytes; ) {
      zeros.clear().limit((int) Math.min(zeros.capacity(), bytes - done));
      done += channel.write(zeros, done);
    }
  }

  /**
   * Gives a file its length back, with zeros, if somebody has changed it; whoever has it mapped may
   * touch all of it again.
   *
   * @return whether the length was wrong
   */
  static boolean refill(Path file, int bytes) throws IOException {
    if (Files.size(file) == bytes) {
      return false;
    }
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      long size = Math.min(channel.size(), bytes);
      channel.truncate(bytes);
      ByteBuffer zeros = ByteBuffer.allocate((int) (bytes - size));
      while (zeros.hasRemaining()) {
        size += channel.write(zeros, size);
      }
    }
    return true;
  }

  private static MappedPage map(FileChannel channel, FileChannel.MapMode mode, int bytes)
      throws IOException {
    MappedByteBuffer buffer = channel.map(mode, 0, bytes);
    buffer.order(ByteOrder.LITTLE_ENDIAN);
    return new MappedPage(buffer);
  }

  long getVolatile(int offset) {
    return (long) WORD.getVolatile(buffer, offset);
  }

  void setVolatile(int offset, long value) {
    WORD.setVolatile(buffer, offset, value);
  }

  boolean compareAndSet(int offset, long expected, long value) {
    return WORD.compareAndSet(buffer, offset, expected, value);
  }

  long get(int offset) {
    return buffer.getLong(offset);
  }

  void put(int offset, long value) {
    buffer.putLong(offset, value);
  }

  void get(int offset, byte[] target) {
    buffer.get(offset, target);
  }

  void put(int offset, byte[] source, int length) {
    buffer.put(offset, source, 0, length);
  }
}
