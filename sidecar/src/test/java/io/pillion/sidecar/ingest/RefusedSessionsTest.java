package io.pillion.sidecar.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.pillion.ipc.IpcRoot;
import io.pillion.ipc.PolicyPage;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RefusedSessionsTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final IOException SENSELESS = new IOException("no magic");

  @TempDir Path session;
  private final RefusedSessions refused = new RefusedSessions();

  @Test
  void aRefusedSessionIsToldOnceAndTriedAgainAfterAWhile() {
    assertThat(refused.holds(session, 0)).isFalse();
    assertThat(refused.add(session, SENSELESS, 0)).isTrue();
    assertThat(refused.holds(session, 4 * SECOND)).isTrue();
    assertThat(refused.holds(session, 6 * SECOND)).isFalse();
    assertThat(refused.add(session, SENSELESS, 6 * SECOND)).isFalse();
    assertThat(refused.holds(session, 10 * SECOND)).isTrue();
    refused.remove(session);
    assertThat(refused.add(session, SENSELESS, 20 * SECOND)).isTrue();
  }

  @Test
  void onlyOneThatMakesNoSenseForAMinuteIsHopeless() {
    refused.add(session, SENSELESS, 0);
    assertThat(refused.isHopeless(session, 59 * SECOND)).isFalse();
    assertThat(refused.isHopeless(session, 60 * SECOND)).isTrue();
    IOException passing =
        new IOException(new FileSystemException("f", null, "Too many open files"));
    refused.add(session, passing, 61 * SECOND);
    assertThat(refused.isHopeless(session, 120 * SECOND)).isFalse();
  }

  @Test
  void ofOtherVersionsTheFourNewestAreKept() throws Exception {
    Path session = this.session.resolve("s-0");
    refused.add(session, otherVersion(), 0);
    assertThat(refused.isHopeless(session, 600 * SECOND)).isFalse();
    for (int i = 1; i <= 4; i++) {
      assertThat(refused.isHopeless(session, 600 * SECOND)).as("%s newer", i - 1).isFalse();
      refused.add(this.session.resolve("s-" + i), otherVersion(), i * SECOND);
    }
    assertThat(refused.isHopeless(session, 59 * SECOND)).isFalse();
    assertThat(refused.isHopeless(session, 60 * SECOND)).isTrue();
    assertThat(refused.isHopeless(this.session.resolve("s-1"), 600 * SECOND)).isFalse();
    assertThat(refused.list())
        .hasSize(5)
        .allMatch(RefusedSession::otherVersion)
        .extracting(RefusedSession::id)
        .contains("0", "4");
  }

  /** As the wire itself throws it. */
  private IOException otherVersion() throws IOException {
    IpcRoot root = IpcRoot.open(session.resolve("ipc"));
    Path page = root.folder().resolve("policy.page");
    new PolicyPage(root).publish(new PolicyPage.Content(true, new byte[0]));
    byte[] bytes = Files.readAllBytes(page);
    bytes[12]++;
    Files.write(page, bytes);
    return assertThrows(IOException.class, () -> new PolicyPage(root).read());
  }

  @Test
  void oneWhoseDirectoryHasGoneIsForgotten() throws IOException {
    Path gone = Files.createDirectory(session.resolve("s"));
    refused.add(gone, SENSELESS, 0);
    refused.add(session, SENSELESS, 0);
    Files.delete(gone);
    refused.forgetGone();
    assertThat(refused.size()).isEqualTo(1);
  }
}
