package io.pillion.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CurrentSpanTest {
  private final TraceContext outer = new TraceContext(1, 2, 3, 1, null, null);
  private final TraceContext inner = new TraceContext(1, 2, 4, 1, null, null);

  @AfterEach
  void nothingIsLeftOnTheThread() {
    assertThat(CurrentSpan.get()).isNull();
  }

  @Test
  void spansNest() {
    CurrentSpan.enter(outer);
    CurrentSpan.enter(inner);
    assertThat(CurrentSpan.get()).isEqualTo(inner);
    CurrentSpan.leave(inner);
    assertThat(CurrentSpan.get()).isEqualTo(outer);
    CurrentSpan.leave(outer);
  }

  @Test
  void workIsTakenToAnotherThreadAndLeavesNothingThere() {
    ThreadContext carrier = new ThreadContext();
    CurrentSpan.Work request = new CurrentSpan.Work(outer, "the request");
    CurrentSpan.enter(request);
    CurrentSpan.enter(inner);
    Object captured = carrier.capture();
    CompletableFuture.runAsync(
            () -> {
              carrier.attach(captured);
              assertThat(CurrentSpan.get()).isEqualTo(inner);
              assertThat(CurrentSpan.work().request()).isEqualTo("the request");
              carrier.detach(captured);
              assertThat(CurrentSpan.work()).isNull();
            })
        .join();
    CurrentSpan.leave(inner);
    CurrentSpan.leave(request);
  }

  @Test
  void nothingHidesWhatIsCurrentOutside() {
    ThreadContext carrier = new ThreadContext();
    CurrentSpan.enter(outer);
    carrier.attach(carrier.nothing());
    assertThat(CurrentSpan.get()).isNull();
    assertThat(carrier.capture()).isNull();
    carrier.detach(carrier.nothing());
    assertThat(CurrentSpan.get()).isEqualTo(outer);
    CurrentSpan.leave(outer);
  }

  @Test
  void whatIsNeverLeftDoesNotPileUp() {
    CurrentSpan.enter(outer);
    for (int i = 0; i < 10_000; i++) {
      CurrentSpan.enter(new TraceContext(1, 2, 100 + i, 1, null, null));
    }
    CurrentSpan.enter(inner);
    assertThat(CurrentSpan.get()).isEqualTo(inner);
    CurrentSpan.leave(inner);
    int left = 0;
    for (TraceContext deep = CurrentSpan.get(); deep != null; deep = CurrentSpan.get()) {
      CurrentSpan.leave(deep);
      left++;
    }
    assertThat(left).isBetween(1, 256);
  }

  @Test
  void spanEnteredTwiceIsLeftTwice() {
    CurrentSpan.enter(outer);
    CurrentSpan.enter(inner);
    CurrentSpan.enter(inner);
    CurrentSpan.leave(inner);
    assertThat(CurrentSpan.get()).isEqualTo(inner);
    CurrentSpan.leave(inner);
    assertThat(CurrentSpan.get()).isEqualTo(outer);
    CurrentSpan.leave(outer);
  }

  @Test
  void leavingTheOuterForgetsAnInnerThatWasNeverLeft() {
    CurrentSpan.enter(outer);
    CurrentSpan.enter(inner);
    CurrentSpan.leave(outer);
    assertThat(CurrentSpan.get()).isNull();
    CurrentSpan.leave(inner);
  }

  @Test
  void leavingOnAnotherThreadChangesNothingOnEither() {
    CurrentSpan.enter(outer);
    CompletableFuture.runAsync(
            () -> {
              CurrentSpan.enter(inner);
              CurrentSpan.leave(outer);
              assertThat(CurrentSpan.get()).isEqualTo(inner);
              CurrentSpan.leave(inner);
              assertThat(CurrentSpan.get()).isNull();
            })
        .join();
    assertThat(CurrentSpan.get()).isEqualTo(outer);
    CurrentSpan.leave(outer);
  }
}
