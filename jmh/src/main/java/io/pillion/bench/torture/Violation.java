package io.pillion.bench.torture;

/** A promise that was broken, found after a step. */
record Violation(String step, String what) {
  @Override
  public String toString() {
    return step + ": " + what;
  }
}
