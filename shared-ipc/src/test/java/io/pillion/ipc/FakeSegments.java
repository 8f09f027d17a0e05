package io.pillion.ipc;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A queue in memory that keeps the contract's conditions and fails when it is told to. */
final class FakeSegments implements SegmentWriter {
  private final int capacity;
  final List<List<ByteBuffer>> segments = new ArrayList<>();
  Preparation answer = Preparation.READY;
  @Nullable RuntimeException failAppend;
  @Nullable RuntimeException failRoll;
  volatile boolean closed;
  volatile @Nullable Consumer<ByteBuffer> duringAppend;
  boolean full;
  private int used;

  FakeSegments(int capacity) {
    this.capacity = capacity;
    segments.add(new ArrayList<>());
  }

  @Override
  public int remaining() {
    return full ? 0 : capacity - used;
  }

  @Override
  public int capacity() {
    return capacity;
  }

  @Override
  public void append(ByteBuffer record) {
    if (closed) {
      throw new AssertionError("written after it was closed");
    }
    if (failAppend != null) {
      throw failAppend;
    }
    if (record.remaining() > remaining()) {
      throw new AssertionError("record does not fit: " + record.remaining() + " > " + remaining());
    }
    Consumer<ByteBuffer> during = duringAppend;
    if (during != null) {
      during.accept(record.duplicate());
    }
    if (closed) {
      throw new AssertionError("closed while it was written");
    }
    used += record.remaining();
    ByteBuffer copy = ByteBuffer.allocate(record.remaining()).put(record.duplicate()).flip();
    segments.get(segments.size() - 1).add(copy);
  }

  @Override
  public Preparation prepareNext() {
    return answer;
  }

  @Override
  public void roll(ByteBuffer firstRecord) {
    if (failRoll != null) {
      throw failRoll;
    }
    segments.add(new ArrayList<>());
    used = 0;
    append(firstRecord);
  }

  @Override
  public void close() {
    closed = true;
  }
}
