package io.pillion.agent.install;

/**
 * When each stage of the start ended, for one debug line.
 *
 * <p><b>Threading.</b> Any thread; the stages of premain and of the start thread overlap.
 */
final class StartClock {
  private final StringBuilder stages = new StringBuilder();
  private final long startNs = System.nanoTime();

  /** Notes that a stage ended now. */
  synchronized void mark(String stage) {
    long sinceStartUs = (System.nanoTime() - startNs) / 1_000;
    stages.append(stages.length() == 0 ? "" : ", ").append(stage).append("Ms=");
    stages.append(sinceStartUs / 1_000).append('.').append(sinceStartUs / 100 % 10);
  }

  /** The stages so far, each with the milliseconds from the start to its end. */
  synchronized String line() {
    return stages.toString();
  }
}
