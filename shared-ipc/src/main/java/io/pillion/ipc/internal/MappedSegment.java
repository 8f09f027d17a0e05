package io.pillion.ipc.internal;

import java.io.Closeable;
import java.io.IOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.lang.reflect.Field;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A segment's file, mapped for reading as long as it is at the moment, up to a bound. It is
 * unmapped by {@link #close} and not whenever garbage is collected: until then the memory of a
 * deleted file is not free.
 *
 * <p><b>Threading.</b> One thread. <b>Failure.</b> If somebody truncates the file, any access may
 * throw {@link InternalError}.
 */
final class MappedSegment implements Closeable {
  private static final VarHandle WORD =
      MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final @Nullable MethodHandle CLEANER = cleaner();

  private @Nullable MappedByteBuffer buffer;

  private MappedSegment(MappedByteBuffer buffer) {
    this.buffer = buffer;
  }

  /**
   * Maps a file; null if there is none.
   *
   * @throws IOException if it is no plain file: a link would lead elsewhere, a pipe would block
   */
  static @Nullable MappedSegment open(Path file, long mostBytes) throws IOException {
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        throw new IOException("not a plain file: path=" + file);
      }
      try (FileChannel channel =
          FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
        long bytes = Math.min(channel.size(), mostBytes);
        return new MappedSegment(channel.map(FileChannel.MapMode.READ_ONLY, 0, bytes));
      }
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /** Whether that many bytes from there on are in the file. */
  boolean holds(int offset, int bytes) {
    return bytes <= open().capacity() - offset;
  }

  /** The word at a multiple of four; what was written before it is seen after it. */
  int word(int offset) {
    return (int) WORD.getAcquire(open(), offset);
  }

  void copy(int offset, byte[] target, int length) {
    open().get(offset, target, 0, length);
  }

  private MappedByteBuffer open() {
    MappedByteBuffer open = buffer;
    if (open == null) {
      throw new IllegalStateException("segment is closed");
    }
    return open;
  }

  @Override
  public void close() {
    MappedByteBuffer mapped = buffer;
    buffer = null;
    if (mapped != null && mapped.capacity() > 0 && CLEANER != null) {
      unmap(CLEANER, mapped);
    }
  }

  private static void unmap(MethodHandle cleaner, ByteBuffer mapped) {
    try {
      cleaner.invoke(mapped);
    } catch (Throwable e) {
      throw new IllegalStateException("segment cannot be unmapped", e);
    }
  }

  /** The only way to unmap before JDK 22; without it, garbage collection does it some time. */
  private static @Nullable MethodHandle cleaner() {
    try {
      Class<?> unsafe = Class.forName("sun.misc.Unsafe");
      Field instance = unsafe.getDeclaredField("theUnsafe");
      instance.setAccessible(true);
      return MethodHandles.lookup()
          .findVirtual(unsafe, "invokeCleaner", MethodType.methodType(void.class, ByteBuffer.class))
          .bindTo(instance.get(null));
    } catch (ReflectiveOperationException | RuntimeException e) {
      return null;
    }
  }
}
