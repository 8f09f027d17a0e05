package io.pillion.agent.install;

/**
 * When each stage of the start ended, for one debug line.
 *
 * <p><b>Threading.</b> Any thread; the stages of premain and of the start thread overlap.
 */
final class StartClock {
  private final StringBuilder stages = new StringBuilder();
  private final long startNs;

  /**
   * A clock that started earlier.
   *
   * @param startNs of {@link System#nanoTime}, when the JVM called the agent
   */
  StartClock(long startNs) {
    this.startNs = startNs;
  }

  /** Notes that a stage ended now. */
  synchronized void mark(String stage) {
    stages.append(stages.length() == 0 ? "" : ", ").append(stage).append("Ms=");
    stages.append(sinceStart());
  }

  /** Milliseconds until now. */
  String sinceStart() {
    long us = (System.nanoTime() - startNs) / 1_000;
    return us / 1_000 + "." + us / 100 % 10;
  }

  /** The stages so far, each with the milliseconds from the start to its end. */
  synchronized String line() {
    return stages.toString();
  }
}
