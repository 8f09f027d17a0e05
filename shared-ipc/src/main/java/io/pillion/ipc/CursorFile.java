package io.pillion.ipc;

import io.pillion.ipc.status.DiscardReason;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How far the sidecar is done with a session's telemetry, and what became of it. Two copies are
 * written in turn, each with a checksum, so that a death in mid-write leaves the other.
 *
 * <p>Little-endian, copy 0 at 0 and copy 1 at 512:
 *
 * <pre>
 *    0  magic "PLCURSR1"    8  version: major u32 high, minor u32 low
 *   16  oldest reader, as version
 *   24  generation         32  segment      40  sequence      48  delivered
 *   56  discarded by reason, 16 words, those of reasons only a newer sidecar has included
 *  184  zeros             504  CRC32C of the 504 bytes before
 * </pre>
 */
final class CursorFile implements Closeable {
  static final String NAME = "cursor";

  private static final long MAGIC = 0x3152535255434C50L;
  private static final int COPY_BYTES = 512;
  private static final int REASONS = 16;
  private static final int GENERATION_OFFSET = 24;
  private static final int SEGMENT_OFFSET = 32;
  private static final long MOST_VALUE = 4 * SessionHeader.MOST_COUNT;
  private static final int CHECKED_BYTES = COPY_BYTES - Long.BYTES;

  private final FileChannel channel;
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(COPY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long generation;

  private CursorFile(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * The cursor's content.
   *
   * @param segment where the record after {@code sequence} is, or a segment before it
   * @param sequence every record up to here is delivered or discarded
   * @param discarded by reason; longer than the reasons known here, for a newer sidecar's
   */
  @SuppressWarnings("ArrayRecordComponent") // Moved, never compared.
  record State(int segment, long sequence, long delivered, long[] discarded) {
    static State initial() {
      return new State(0, 0, 0, new long[REASONS]);
    }

    /** Records given up, for whatever reason. */
    long totalDiscarded() {
      long total = 0;
      for (long count : discarded) {
        total += count;
      }
      return total;
    }

    /** Records that a newer sidecar gave up for reasons that this one has no name for. */
    long discardedOtherwise() {
      long total = 0;
      for (int i = DiscardReason.values().length; i < discarded.length; i++) {
        total += discarded[i];
      }
      return total;
    }
  }

  static CursorFile open(IpcRoot root, Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      root.createFile(file);
    }
    MappedPage.requirePlain(file);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
    try {
      takeSpace(channel);
      return new CursorFile(channel);
    } catch (Throwable e) {
      channel.close();
      throw e;
    }
  }

  /** What is in {@code file} now, which is not touched; null if there is none. */
  static @Nullable State look(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    MappedPage.requirePlain(file);
    try (CursorFile cursor =
        new CursorFile(
            FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
      return cursor.read();
    }
  }

  /** A full file system is to be found out now, not when a batch is settled. */
  private static void takeSpace(FileChannel channel) throws IOException {
    long size = channel.size();
    while (size < 2 * COPY_BYTES) {
      size += channel.write(ByteBuffer.allocate((int) (2 * COPY_BYTES - size)), size);
    }
  }

  /**
   * The newest copy that is whole; the initial state if there is none.
   *
   * @throws UnsupportedLayoutException if another version wrote it: to start from the beginning
   *     would deliver everything again, and forget what became of it
   */
  State read() throws IOException {
    State newest = State.initial();
    for (int copy = 0; copy < 2; copy++) {
      State state = read(copy);
      if (state != null) {
        newest = state;
      }
    }
    return newest;
  }

  /** Null if the copy is damaged, empty, or older than one already read. */
  private @Nullable State read(int copy) throws IOException {
    buffer.clear();
    if (channel.read(buffer, (long) copy * COPY_BYTES) < COPY_BYTES) {
      return null;
    }
    buffer.flip();
    if (buffer.getLong(0) != MAGIC || buffer.getLong(CHECKED_BYTES) != checksum()) {
      return null;
    }
    buffer.position(Long.BYTES);
    LayoutVersion.requireReadable("cursor", buffer.getLong(), buffer.getLong());
    long copyGeneration = buffer.getLong();
    if (copyGeneration <= generation || !plausible()) {
      return null;
    }
    generation = copyGeneration;
    int segment = (int) buffer.getLong();
    long sequence = buffer.getLong();
    long delivered = buffer.getLong();
    long[] discarded = new long[REASONS];
    for (int i = 0; i < discarded.length; i++) {
      discarded[i] = buffer.getLong();
    }
    return new State(segment, sequence, delivered, discarded);
  }

  /** The application can write here, too, and make the checksum fit. */
  private boolean plausible() {
    for (int at = GENERATION_OFFSET; at < CHECKED_BYTES; at += Long.BYTES) {
      long most = at == SEGMENT_OFFSET ? Integer.MAX_VALUE : MOST_VALUE;
      if (buffer.getLong(at) < 0 || buffer.getLong(at) > most) {
        return false;
      }
    }
    return true;
  }

  /** Writes over the older copy; if that fails, the next try does too, and the newer one stays. */
  void write(State state) throws IOException {
    long next = generation + 1;
    buffer.clear();
    buffer.putLong(MAGIC).putLong(LayoutVersion.CURRENT).putLong(LayoutVersion.OLDEST_READER);
    buffer.putLong(next);
    buffer.putLong(state.segment()).putLong(state.sequence()).putLong(state.delivered());
    for (int i = 0; i < REASONS; i++) {
      buffer.putLong(i < state.discarded().length ? state.discarded()[i] : 0);
    }
    while (buffer.position() < CHECKED_BYTES) {
      buffer.putLong(0);
    }
    buffer.putLong(checksum()).flip();
    long at = (next & 1) * COPY_BYTES;
    while (buffer.hasRemaining()) {
      channel.write(buffer, at + buffer.position());
    }
    generation = next;
  }

  private long checksum() {
    CRC32C crc = new CRC32C();
    crc.update(buffer.duplicate().clear().limit(CHECKED_BYTES));
    return crc.getValue();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
