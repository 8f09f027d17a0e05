package io.pillion.instrumentation.testing;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A run that starts when the first test asks for it, so that a failure to start is a test's. */
final class LateRun<R extends AutoCloseable> implements AutoCloseable {
  private final Callable<R> start;
  private @Nullable R run;
  private @Nullable Exception failure;

  LateRun(Callable<R> start) {
    this.start = start;
  }

  R get() throws Exception {
    if (failure != null) {
      throw failure;
    }
    if (run == null) {
      try {
        run = start.call();
      } catch (Exception e) {
        failure = e;
        throw e;
      }
    }
    return run;
  }

  @Override
  public void close() {
    if (run != null) {
      try {
        run.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
