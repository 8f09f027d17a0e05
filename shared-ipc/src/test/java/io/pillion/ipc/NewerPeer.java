package io.pillion.ipc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** What a version that does not exist yet would write, made of what this one writes. */
final class NewerPeer {
  static final long NEXT_MINOR = 1L << 32 | 2;
  static final long NEXT_MAJOR = 2L << 32;

  private static final int TYPE = 4;
  private static final int FIXED_LENGTH = 6;
  private static final int TOTAL_LENGTH = 8;
  private static final int HEADER = 24;

  private NewerPeer() {}

  /** The record with 16 bytes more in its fixed block, a flag, and an entry of an unknown tag. */
  static ByteBuffer widened(ByteBuffer record) {
    int fixed = record.order(ByteOrder.LITTLE_ENDIAN).getShort(FIXED_LENGTH);
    ByteBuffer wide =
        ByteBuffer.allocate(record.remaining() + 16 + 1 + 4 + 3).order(ByteOrder.LITTLE_ENDIAN);
    wide.put(record.slice(0, HEADER + fixed)).putLong(-1).putLong(-2);
    wide.put((byte) 99).putInt(3).put(new byte[] {7, 8, 9});
    wide.put(record.slice(HEADER + fixed, record.remaining() - HEADER - fixed)).flip();
    wide.put(TYPE + 1, (byte) 0x55).putShort(FIXED_LENGTH, (short) (fixed + 16));
    return wide.putInt(TOTAL_LENGTH, wide.remaining());
  }

  /** The record as one of a type that this version does not know. */
  static ByteBuffer ofUnknownType(ByteBuffer record) {
    ByteBuffer copy = ByteBuffer.allocate(record.remaining()).put(record.duplicate()).flip();
    return copy.put(TYPE, (byte) 77);
  }

  /** Stores a word in a file that others have mapped. */
  static void poke(Path file, int offset, long value) throws IOException {
    ByteBuffer word = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(word, offset);
    }
  }
}
