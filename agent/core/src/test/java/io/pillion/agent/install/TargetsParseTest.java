package io.pillion.agent.install;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TargetsParseTest {
  private final Targets targets =
      Targets.parse(
          List.of(
              "module m.First",
              "lib.A",
              "lib.Shared",
              "module m.Second",
              "module m.Third",
              "lib.B",
              "lib.Shared"));

  @Test
  void aClassBelongsToTheModulesAboveIt() {
    assertThat(targets.modulesOf("lib/A")).containsExactly("m.First");
    assertThat(targets.modulesOf("lib/B")).containsExactly("m.Second", "m.Third");
  }

  @Test
  void aClassListedTwiceBelongsToAllOfThem() {
    assertThat(targets.modulesOf("lib/Shared")).containsExactly("m.First", "m.Second", "m.Third");
    assertThat(targets.modulesOf("lib/A")).containsExactly("m.First");
  }

  @Test
  void aClassThatOneListNamesTwiceBelongsToItsModuleOnce() {
    Targets twice = Targets.parse(List.of("module m.First", "lib.A", "lib.A"));
    assertThat(twice.modulesOf("lib/A")).containsExactly("m.First");
  }

  @Test
  void noOtherClassIsATarget() {
    assertThat(targets.contains("lib/A")).isTrue();
    assertThat(targets.contains("lib.A")).isFalse();
    assertThat(targets.contains("module m/First")).isFalse();
    assertThat(targets.modulesOf("java/lang/String")).isEmpty();
    assertThat(targets.classNames()).containsExactlyInAnyOrder("lib/A", "lib/B", "lib/Shared");
  }
}
