package io.pillion.ipc.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

/** What a piece of code costs the thread that runs it: memory and computing time. */
public final class Cost {
  private static final ThreadMXBean THREAD = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Computing, not waiting, so that a busy machine does not fail a test. */
  private static final long MOST_CPU_NS = TimeUnit.SECONDS.toNanos(2);

  /** While it fuzzes, the fuzzer allocates for what it traces. */
  private static final int TRACING = "true".equals(System.getenv("JAZZER_FUZZ")) ? 8 : 1;

  private Cost() {}

  /** Something that can be done again with the same result. */
  public interface Work {
    /** Does it. */
    void run() throws Exception;
  }

  /**
   * Does it, and fails if it takes more. What is over the bound is done once more before it fails:
   * the first time, classes are loaded.
   */
  public static void bounded(long mostBytes, Work work) throws Exception {
    if (!fits(mostBytes, work)) {
      assertThat(fits(mostBytes, work))
          .as("within %s bytes and 2 s of computing", mostBytes)
          .isTrue();
    }
  }

  private static boolean fits(long mostBytes, Work work) throws Exception {
    long bytes = THREAD.getCurrentThreadAllocatedBytes();
    long cpuNs = THREAD.getCurrentThreadCpuTime();
    work.run();
    return THREAD.getCurrentThreadAllocatedBytes() - bytes <= mostBytes * TRACING
        && THREAD.getCurrentThreadCpuTime() - cpuNs <= MOST_CPU_NS;
  }
}
