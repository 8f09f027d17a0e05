package io.pillion.bench.torture;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The steps of a campaign, which follow from its seed and the kinds that are possible. Every second
 * one is a burst of kills; between them each other kind comes once before any comes again.
 */
final class StepChooser {
  private final Random random;
  private final boolean kills;
  private final List<StepKind> others = new ArrayList<>();
  private final Deque<StepKind> deck = new ArrayDeque<>();
  private int number;

  /** Begins at step 1; {@code possible} must not be empty. */
  StepChooser(long seed, Set<StepKind> possible) {
    random = new Random(seed);
    kills = possible.contains(StepKind.SIDECAR_KILLS);
    for (StepKind kind : StepKind.values()) {
      if (kind != StepKind.SIDECAR_KILLS && possible.contains(kind)) {
        others.add(kind);
      }
    }
    if (!kills && others.isEmpty()) {
      throw new IllegalArgumentException("no kind of step is possible");
    }
  }

  Step next() {
    number++;
    boolean kill = others.isEmpty() || (kills && number % 2 == 1);
    return new Step(number, kill ? StepKind.SIDECAR_KILLS : other(), random.nextLong());
  }

  private StepKind other() {
    if (deck.isEmpty()) {
      List<StepKind> shuffled = new ArrayList<>(others);
      java.util.Collections.shuffle(shuffled, random);
      deck.addAll(shuffled);
    }
    return deck.remove();
  }
}
