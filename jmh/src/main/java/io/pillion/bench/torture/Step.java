package io.pillion.bench.torture;

import java.util.SplittableRandom;

/**
 * One fault of the campaign.
 *
 * @param number from 1
 * @param seed all that is random within the step follows from it
 */
record Step(int number, StepKind kind, long seed) {

  SplittableRandom random() {
    return new SplittableRandom(seed);
  }

  @Override
  public String toString() {
    return "step " + number + " (" + kind.label() + ")";
  }
}
