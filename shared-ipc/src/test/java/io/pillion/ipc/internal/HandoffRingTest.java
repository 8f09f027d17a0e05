package io.pillion.ipc.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.ipc.TelemetryItem;
import io.pillion.ipc.status.DropReason;
import io.pillion.ipc.wire.RecordEncoder;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HandoffRingTest {
  private record Item(boolean important, boolean isSpan) implements TelemetryItem {
    @Override
    public void encodeTo(RecordEncoder encoder) {
      throw new UnsupportedOperationException("never encoded here");
    }
  }

  private static final Item ORDINARY = new Item(false, true);
  private static final Item IMPORTANT = new Item(true, false);

  @Test
  void theLastQuarterIsForImportantItemsAndRefusalsAreCounted() {
    HandoffRing ring = new HandoffRing(64, () -> {});
    for (int i = 0; i < 60; i++) {
      assertThat(ring.offer(ORDINARY)).isEqualTo(i < 48);
    }
    for (int i = 0; i < 20; i++) {
      assertThat(ring.offer(IMPORTANT)).isEqualTo(i < 16);
    }
    assertThat(ring.accepted()).isEqualTo(64);
    assertThat(ring.refused(DropReason.RING_FULL)).isEqualTo(12 + 4);
    assertThat(ring.refusedSpans()).isEqualTo(12);
    assertThat(ring.drain(item -> {}, 100)).isEqualTo(64);
    assertThat(ring.drained()).isEqualTo(64);
    assertThat(ring.isEmpty()).isTrue();
    assertThat(ring.offer(ORDINARY)).isTrue();
  }

  private static final TelemetryItem MINOR =
      new TelemetryItem() {
        @Override
        public boolean important() {
          return false;
        }

        @Override
        public boolean minor() {
          return true;
        }

        @Override
        public boolean isSpan() {
          return false;
        }

        @Override
        public void encodeTo(RecordEncoder encoder) {
          throw new UnsupportedOperationException("never encoded here");
        }
      };

  @Test
  void minorItemsGetNoFurtherThanTheFirstQuarterAndLeaveTheRestToSpans() {
    HandoffRing ring = new HandoffRing(64, () -> {});
    for (int i = 0; i < 20; i++) {
      assertThat(ring.offer(MINOR)).isEqualTo(i < 16);
    }
    assertThat(ring.offer(ORDINARY)).isTrue();
    ring.refuse(DropReason.LOG_RATE);
    assertThat(ring.refused(DropReason.RING_SHARE)).isEqualTo(4);
    assertThat(ring.refused(DropReason.LOG_RATE)).isEqualTo(1);
    assertThat(ring.refused(DropReason.RING_FULL)).isZero();
    assertThat(ring.refusedSpans()).isZero();
  }

  @Test
  void whoeverOffersToARingThatFillsCallsTheReader() {
    AtomicInteger calls = new AtomicInteger();
    HandoffRing ring = new HandoffRing(64, calls::incrementAndGet);
    for (int i = 0; i < 8; i++) {
      assertThat(ring.offer(ORDINARY)).isTrue();
    }
    assertThat(calls).hasValue(0);
    assertThat(ring.offer(ORDINARY)).isTrue();
    assertThat(calls).hasValue(1);
    assertThat(ring.drain(item -> {}, 100)).isEqualTo(9);
    assertThat(ring.offer(MINOR)).isTrue();
    assertThat(calls).hasValue(1);
  }
}
