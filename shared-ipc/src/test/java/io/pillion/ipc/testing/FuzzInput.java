package io.pillion.ipc.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Takes a fuzzer's bytes as numbers and pieces; once they are used up, all is 0 and empty. */
public final class FuzzInput {
  private final ByteBuffer in;

  /** Reads from the start. */
  public FuzzInput(byte[] bytes) {
    in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Whether there is anything left. */
  public boolean hasMore() {
    return in.hasRemaining();
  }

  /** One byte. */
  public int u8() {
    return number(Byte.BYTES).get() & 0xff;
  }

  /** Two bytes. */
  public int u16() {
    return number(Short.BYTES).getShort() & 0xffff;
  }

  /** Four bytes. */
  public int i32() {
    return number(Integer.BYTES).getInt();
  }

  /** Eight bytes. */
  public long i64() {
    return number(Long.BYTES).getLong();
  }

  /** As many bytes as that, or what is left. */
  public byte[] bytes(int most) {
    byte[] piece = new byte[Math.min(most, in.remaining())];
    in.get(piece);
    return piece;
  }

  /** Writes pieces over {@code target} while there are any: offset, length, bytes. */
  public void patch(byte[] target) {
    while (hasMore()) {
      int offset = u16() % target.length;
      byte[] piece = bytes(u8());
      System.arraycopy(piece, 0, target, offset, Math.min(piece.length, target.length - offset));
    }
  }

  private ByteBuffer number(int bytes) {
    return ByteBuffer.wrap(Arrays.copyOf(bytes(bytes), bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
