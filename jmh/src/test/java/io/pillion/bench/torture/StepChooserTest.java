package io.pillion.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class StepChooserTest {
  private static final Set<StepKind> ALL = EnumSet.allOf(StepKind.class);

  private static List<Step> steps(long seed, Set<StepKind> possible, int count) {
    StepChooser chooser = new StepChooser(seed, possible);
    return new ArrayList<>(Stream.generate(chooser::next).limit(count).toList());
  }

  @Test
  void sameSeedGivesTheSameSteps() {
    assertThat(steps(42, ALL, 200)).isEqualTo(steps(42, ALL, 200));
  }

  @Test
  void anotherSeedGivesOtherSteps() {
    assertThat(steps(42, ALL, 200)).isNotEqualTo(steps(43, ALL, 200));
  }

  @Test
  void whatIsRandomInAStepFollowsFromItsSeed() {
    Step step = steps(42, ALL, 1).get(0);

    assertThat(step.random().nextLong()).isEqualTo(step.random().nextLong());
  }

  @Test
  void everySecondStepIsABurstOfKills() {
    List<Step> steps = steps(1, ALL, 100);

    assertThat(steps).filteredOn(step -> step.kind() == StepKind.SIDECAR_KILLS).hasSize(50);
    assertThat(steps.get(0).kind()).isEqualTo(StepKind.SIDECAR_KILLS);
  }

  @Test
  void everyOtherKindComesOnceBeforeAnyComesAgain() {
    int others = ALL.size() - 1;
    List<StepKind> first =
        steps(5, ALL, 2 * others).stream()
            .map(Step::kind)
            .filter(kind -> kind != StepKind.SIDECAR_KILLS)
            .toList();

    assertThat(first).doesNotHaveDuplicates().hasSize(others);
  }

  @Test
  void impossibleKindsAreNeverChosen() {
    Set<StepKind> possible = EnumSet.of(StepKind.SIDECAR_KILLS, StepKind.APP_STOP);

    assertThat(steps(5, possible, 50)).allMatch(step -> possible.contains(step.kind()));
    assertThat(steps(5, EnumSet.of(StepKind.APP_STOP), 5))
        .allMatch(step -> step.kind() == StepKind.APP_STOP);
  }

  @Test
  void nothingPossibleIsAnError() {
    assertThatThrownBy(() -> new StepChooser(1, EnumSet.noneOf(StepKind.class)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
