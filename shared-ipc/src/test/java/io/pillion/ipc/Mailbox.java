package io.pillion.ipc;

import io.pillion.ipc.wire.CheckMessage;
import io.pillion.ipc.wire.RecordDecoder;
import io.pillion.ipc.wire.RecordFormatException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * A queue for one record, which is published as Chronicle publishes: by a release store and not by
 * more, so that the reader's side of the protocol gets no help from it.
 */
final class Mailbox implements SegmentWriter {
  private static final VarHandle RECORD;
  private static final int CAPACITY = 256 * 1024;

  static {
    try {
      RECORD = MethodHandles.lookup().findVarHandle(Mailbox.class, "record", byte[].class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  @SuppressWarnings("unused") // By its handle.
  private byte @Nullable [] record;

  /** Refuses every record. */
  boolean full;

  /** What a sidecar does that is quicker than the asker. */
  @Nullable Runnable onAppend;

  /** Whether a record is there, as a reader sees it. */
  boolean isEmpty() {
    return RECORD.getAcquire(this) == null;
  }

  /** Forgets the record that is there. */
  void clear() {
    RECORD.setVolatile(this, null);
  }

  /** Takes the question that is there; null if there is none. */
  @Nullable CheckMessage take() {
    byte[] taken = (byte[]) RECORD.getAndSetAcquire(this, null);
    try {
      return taken == null ? null : new RecordDecoder().decodeCheck(ByteBuffer.wrap(taken));
    } catch (RecordFormatException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void append(ByteBuffer from) {
    byte[] copy = new byte[from.remaining()];
    from.duplicate().get(copy);
    RECORD.setRelease(this, copy);
    if (onAppend != null) {
      onAppend.run();
    }
  }

  @Override
  public int remaining() {
    return full ? 0 : CAPACITY;
  }

  @Override
  public int capacity() {
    return CAPACITY;
  }

  @Override
  public Preparation prepareNext() {
    return Preparation.READY;
  }

  @Override
  public void roll(ByteBuffer firstRecord) {
    throw new UnsupportedOperationException("never rolled here");
  }

  @Override
  public void close() {}
}
