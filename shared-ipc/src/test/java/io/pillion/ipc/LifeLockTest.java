package io.pillion.ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LifeLockTest {
  @TempDir Path temp;

  /** Holds the lock until it is killed. */
  static final class Holder {
    public static void main(String[] arguments) throws Exception {
      LifeLock lock = LifeLock.tryAcquire(Path.of(arguments[0]));
      System.out.println(lock == null ? "refused" : "held");
      while (lock != null) {
        LockSupport.park(lock);
      }
    }
  }

  /** Asks without a pause whether the lock is held, until it is killed. */
  static final class Onlooker {
    public static void main(String[] arguments) throws Exception {
      Path file = Path.of(arguments[0]);
      LifeLock.isHeld(file);
      System.out.println("looking");
      while (true) {
        LifeLock.isHeld(file);
      }
    }
  }

  @Test
  void whoeverOnlyLooksKeepsNobodyFromTheLockAndIsNotTakenForItsOwner() throws Exception {
    Path file = Files.createFile(temp.resolve("lock"));
    try (ChildJvm first = new ChildJvm(Onlooker.class, file.toString());
        ChildJvm second = new ChildJvm(Onlooker.class, file.toString())) {
      first.awaitLine("looking");
      second.awaitLine("looking");
      for (int i = 0; i < 20_000; i++) {
        assertThat(LifeLock.isHeld(file)).as("look %s", i).isFalse();
        try (LifeLock lock = LifeLock.tryAcquire(file)) {
          assertThat(lock).as("try %s", i).isNotNull();
        }
      }
    }
  }

  @Test
  void aLockEndsWithItsProcessHoweverItEnds() throws Exception {
    Path file = temp.resolve("lock");
    assertThat(LifeLock.isHeld(file)).isFalse();
    assertThat(Files.exists(file)).isFalse();
    try (ChildJvm holder = new ChildJvm(Holder.class, file.toString())) {
      holder.awaitLine("held");
      assertThat(LifeLock.isHeld(file)).isTrue();
      assertThat(LifeLock.isHeld(file)).isTrue();
      assertThat(LifeLock.tryAcquire(file)).isNull();
      holder.kill();
      assertThat(LifeLock.isHeld(file)).isFalse();
    }
    try (LifeLock lock = LifeLock.tryAcquire(file);
        ChildJvm second = new ChildJvm(Holder.class, file.toString())) {
      assertThat(lock).isNotNull();
      second.awaitLine("refused");
    }
    assertThat(LifeLock.isHeld(file)).isFalse();
  }

  @Test
  @Timeout(30)
  void aPipeOrALinkInItsPlaceIsRefused() throws Exception {
    Path pipe = MakePipe.at(temp.resolve("pipe"));
    assertThatThrownBy(() -> LifeLock.tryAcquire(pipe)).hasMessageContaining("not a plain file");
    assertThatThrownBy(() -> LifeLock.isHeld(pipe)).hasMessageContaining("not a plain file");
    Path link = Files.createSymbolicLink(temp.resolve("link"), temp.resolve("elsewhere"));
    assertThatThrownBy(() -> LifeLock.tryAcquire(link)).hasMessageContaining("not a plain file");
    assertThat(temp.resolve("elsewhere")).doesNotExist();
  }
}
