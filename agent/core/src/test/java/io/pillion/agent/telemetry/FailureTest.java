package io.pillion.agent.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailureTest {

  /** An exception whose own methods throw. */
  private static final class Hostile extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Error thrown;

    Hostile(Error thrown) {
      this.thrown = thrown;
    }

    @Override
    public @Nullable String getMessage() {
      throw thrown;
    }

    @Override
    public void printStackTrace(PrintWriter out) {
      throw thrown;
    }
  }

  @Test
  void exceptionIsDescribed() {
    Failure failure = Failure.of(new IllegalStateException("out of tea"));
    assertThat(failure.type()).isEqualTo("java.lang.IllegalStateException");
    assertThat(failure.message()).isEqualTo("out of tea");
    assertThat(failure.stackTrace())
        .startsWith("java.lang.IllegalStateException: out of tea")
        .contains("FailureTest");
  }

  @Test
  void whateverTheExceptionThrowsItsTypeIsKept() {
    for (Error thrown :
        new Error[] {
          new NoClassDefFoundError("gone"),
          new StackOverflowError(),
          new AssertionError(),
          new Error()
        }) {
      assertThat(Failure.of(new Hostile(thrown)))
          .isEqualTo(new Failure(Hostile.class.getName(), null, ""));
    }
  }

  @Test
  void messageThatCannotBeHadLeavesTheTrace() {
    Failure failure =
        Failure.of(
            new RuntimeException() {
              private static final long serialVersionUID = 1;

              @Override
              public @Nullable String getMessage() {
                throw new LinkageError();
              }

              @Override
              public String toString() {
                return "special";
              }
            });
    assertThat(failure.message()).isNull();
    assertThat(failure.stackTrace()).startsWith("special");
  }

  @Test
  void messageAndTraceAreBounded() {
    Failure failure = Failure.of(new IllegalStateException("x".repeat(1_000_000)));
    assertThat(failure.message()).hasSize(Failure.LONGEST_MESSAGE);
    assertThat(failure.stackTrace()).hasSize(Failure.LONGEST_TRACE);
  }

  @Test
  void causeThatIsItsOwnCauseEnds() {
    Exception first = new Exception("first");
    Exception second = new Exception("second", first);
    first.initCause(second);
    assertThat(Failure.of(first).stackTrace()).contains("CIRCULAR REFERENCE");
  }
}
