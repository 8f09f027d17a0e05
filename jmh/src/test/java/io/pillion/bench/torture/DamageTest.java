package io.pillion.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DamageTest {
  @TempDir Path session;

  @BeforeEach
  void makeSession() throws IOException {
    Files.createDirectories(session.resolve("requests"));
    Files.createDirectories(session.resolve("telemetry"));
    for (String file :
        new String[] {
          "session.hdr",
          "replies",
          "cursor",
          "requests/19700101-0000.cq4",
          "requests/19700101-0001.cq4",
          "telemetry/19700101-0000.cq4"
        }) {
      Files.write(session.resolve(file), new byte[10_000]);
    }
    Files.createFile(session.resolve("session.lock"));
  }

  @Test
  void neverTouchesWhatApplicationThreadsHaveMapped() throws IOException {
    assertThat(Damage.targets(session))
        .doesNotContain(Path.of("replies"), Path.of("requests/19700101-0001.cq4"))
        .contains(
            Path.of("requests/19700101-0000.cq4"),
            Path.of("session.hdr"),
            Path.of("session.lock"),
            Path.of("cursor"),
            Path.of("telemetry/19700101-0000.cq4"));
  }

  @Test
  void choosesEveryFileAndBothManners() throws IOException {
    Set<Path> files = new HashSet<>();
    Set<Boolean> cuts = new HashSet<>();
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 200; i++) {
      Damage damage = Damage.choose(session, random);
      files.add(damage.file());
      cuts.add(damage.truncateTo() >= 0);
    }

    assertThat(files).hasSameElementsAs(Damage.targets(session));
    assertThat(cuts).containsExactlyInAnyOrder(true, false);
  }

  @Test
  void cutsToTheLengthAndKeepsTheLengthUnderGarbage() throws IOException {
    Path cursor = Path.of("cursor");
    new Damage(cursor, -1, 9_990, 500, 7).inflict(session);
    assertThat(Files.size(session.resolve(cursor))).isEqualTo(10_000);
    assertThat(Files.readAllBytes(session.resolve(cursor))).isNotEqualTo(new byte[10_000]);

    new Damage(cursor, 17, 0, 0, 0).inflict(session);
    assertThat(Files.size(session.resolve(cursor))).isEqualTo(17);
  }

  @Test
  void aFileThatHasGoneStaysGone() throws IOException {
    new Damage(Path.of("telemetry/19700101-0009.cq4"), 0, 0, 0, 0).inflict(session);

    assertThat(session.resolve("telemetry/19700101-0009.cq4")).doesNotExist();
  }
}
