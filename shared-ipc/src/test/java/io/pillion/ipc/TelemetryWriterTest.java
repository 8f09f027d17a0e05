package io.pillion.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pillion.ipc.SegmentWriter.Preparation;
import io.pillion.ipc.status.DropReason;
import io.pillion.ipc.wire.GapRecord;
import io.pillion.ipc.wire.RecordDecoder;
import io.pillion.ipc.wire.RecordEncoder;
import io.pillion.ipc.wire.RecordFormatException;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.ipc.wire.TelemetryEvent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class TelemetryWriterTest {
  private static final int CAPACITY = 256 * 1024;

  private final FakeSegments queue = new FakeSegments(CAPACITY);
  private final TelemetryWriter writer = new TelemetryWriter(queue);
  private long given;

  @Test
  void everySegmentDecodesAlone() throws Exception {
    for (int i = 1; i <= 3000; i++) {
      write(new TestSpan(i, 200));
    }
    assertThat(queue.segments.size()).isGreaterThan(2);
    assertThat(numbers()).hasSize(3000).isSorted().doesNotHaveDuplicates();
    requireIdentity();
  }

  @Test
  void whenFullTheNewestAreDroppedAndAGapTellsHowMany() throws Exception {
    queue.answer = Preparation.LIMIT_REACHED;
    for (int i = 1; i <= 2000; i++) {
      write(new TestSpan(i, 500));
    }
    long dropped = writer.dropped(DropReason.QUEUE_FULL);
    assertThat(dropped).isPositive();
    writer.missed(7);
    queue.answer = Preparation.READY;
    Await.until(
        () -> {
          // Room is looked for a few hundred times a second, not for each item.
          write(new TestSpan(2001, 500));
          return queue.segments.size() == 2;
        });
    long droppedInAll = writer.dropped(DropReason.QUEUE_FULL);
    List<TelemetryEvent> events = decodeAll();
    List<GapRecord> gaps = new ArrayList<>();
    for (TelemetryEvent event : events) {
      if (event instanceof GapRecord gap) {
        gaps.add(gap);
      }
    }
    assertThat(gaps).hasSize(1);
    assertThat(gaps.get(0).dropped()).isEqualTo(droppedInAll + 7);
    assertThat(gaps.get(0).sequence()).isEqualTo(writer.sequence() - 1);
    requireIdentity();
  }

  @Test
  void theReaderIsWantedOnceForASegmentThatFillsAndOnceForAQueueThatIsFull() throws Exception {
    write(new TestSpan(1, 500));
    assertThat(writer.takeReaderWanted()).isFalse();
    while (queue.segments.size() < 2) {
      write(new TestSpan(1, 500));
    }
    assertThat(writer.takeReaderWanted()).isTrue();
    assertThat(writer.takeReaderWanted()).isFalse();
    queue.answer = Preparation.LIMIT_REACHED;
    while (writer.dropped(DropReason.QUEUE_FULL) == 0) {
      write(new TestSpan(1, 500));
    }
    assertThat(writer.takeReaderWanted()).isTrue();
    long until = System.nanoTime() + 50_000_000;
    while (System.nanoTime() < until) {
      write(new TestSpan(1, 500));
    }
    assertThat(writer.takeReaderWanted()).isFalse();
  }

  @Test
  void aFullFileSystemHasAReasonOfItsOwn() throws Exception {
    queue.answer = Preparation.NO_SPACE;
    for (int i = 1; i <= 2000; i++) {
      write(new TestSpan(i, 500));
    }
    assertThat(writer.dropped(DropReason.STORAGE_FULL)).isPositive();
    requireIdentity();
  }

  @Test
  void aGapAndItsRecordFitTogetherOrGoToTheNextSegment() throws Exception {
    Random random = new Random(6);
    for (int i = 1; i <= 5000; i++) {
      writer.missed(1);
      // The fake refuses what does not fit; sizes vary so that each remainder comes up.
      write(new TestSpan(i, random.nextInt(3000)));
    }
    assertThat(numbers()).hasSize(5000);
    requireIdentity();
  }

  @Test
  void anItemThatIsTooLargeIsCountedAndTheFollowingDecode() throws Exception {
    write(new TestSpan(1, 10));
    write(item(encoder -> fill(encoder, 5)));
    write(new TestSpan(2, 10));
    assertThat(writer.dropped(DropReason.RECORD_TOO_LARGE)).isEqualTo(1);
    assertThat(numbers()).containsExactly(1L, 2L);
    requireIdentity();
  }

  @Test
  void anItemThatThrowsIsCountedAndTheFollowingDecode() throws Exception {
    write(
        item(
            encoder -> {
              new TestSpan(9, 1).encodeTo(encoder);
              encoder.attributeOfFew("half", "done");
              throw new IllegalStateException("on purpose");
            }));
    write(new TestSpan(1, 10));
    assertThat(writer.dropped(DropReason.ENCODE_FAILED)).isEqualTo(1);
    assertThat(numbers()).containsExactly(1L);
    requireIdentity();
  }

  @Test
  void whateverTheQueueThrowsTheItemIsCounted() {
    queue.failAppend = new IllegalStateException("on purpose");
    assertThatThrownBy(() -> write(new TestSpan(1, 10))).isSameAs(queue.failAppend);
    assertThat(writer.dropped(DropReason.WRITE_FAILED)).isEqualTo(1);
    requireIdentity();
  }

  @Test
  void anItemIsCountedAlsoIfTheRollFails() {
    queue.failRoll = new IllegalStateException("on purpose");
    assertThatThrownBy(
            () -> {
              for (int i = 1; i <= 2000; i++) {
                write(new TestSpan(i, 500));
              }
            })
        .isSameAs(queue.failRoll);
    assertThat(writer.dropped(DropReason.WRITE_FAILED)).isEqualTo(1);
    requireIdentity();
  }

  @Test
  void anItemIsCountedAlsoIfItsEncodingEndsInAnError() {
    assertThatThrownBy(
            () ->
                write(
                    item(
                        encoder -> {
                          throw new NoClassDefFoundError("on purpose");
                        })))
        .isInstanceOf(NoClassDefFoundError.class);
    requireIdentity();
  }

  private void write(TelemetryItem item) throws IOException {
    given++;
    writer.write(item);
  }

  private void requireIdentity() {
    long dropped = 0;
    for (DropReason reason : DropReason.values()) {
      dropped += writer.dropped(reason);
    }
    assertThat(writer.written() + dropped).isEqualTo(given);
  }

  private List<TelemetryEvent> decodeAll() throws RecordFormatException {
    List<TelemetryEvent> events = new ArrayList<>();
    for (List<ByteBuffer> segment : queue.segments) {
      RecordDecoder decoder = new RecordDecoder();
      for (ByteBuffer record : segment) {
        TelemetryEvent event = decoder.decode(record.duplicate());
        if (event != null) {
          events.add(event);
        }
      }
    }
    return events;
  }

  private List<Long> numbers() throws RecordFormatException {
    List<Long> numbers = new ArrayList<>();
    for (TelemetryEvent event : decodeAll()) {
      if (event instanceof SpanRecord span) {
        numbers.add(span.spanId());
      }
    }
    return numbers;
  }

  private static void fill(RecordEncoder encoder, int strings) {
    new TestSpan(9, 1).encodeTo(encoder);
    for (int i = 0; i < strings; i++) {
      encoder.attribute("large" + i, "x".repeat(16 * 1024));
    }
  }

  private static TelemetryItem item(Consumer<RecordEncoder> encoding) {
    return new TelemetryItem() {
      @Override
      public boolean important() {
        return false;
      }

      @Override
      public boolean isSpan() {
        return true;
      }

      @Override
      public void encodeTo(RecordEncoder encoder) {
        encoding.accept(encoder);
      }
    };
  }
}
