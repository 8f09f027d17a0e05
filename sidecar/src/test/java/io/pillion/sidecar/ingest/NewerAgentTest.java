package io.pillion.sidecar.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.ipc.BellListener;
import io.pillion.ipc.IpcRoot;
import io.pillion.ipc.SessionFolder;
import io.pillion.ipc.policy.CheckRequest;
import io.pillion.sidecar.policy.PolicyEngine;
import io.pillion.sidecar.testing.Await;
import io.pillion.sidecar.testing.TestLogs;
import io.pillion.sidecar.testing.TestSpans;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An agent of the next major version beside one of today's. */
@Timeout(60)
class NewerAgentTest {
  private static final int MAJOR_OFFSET = 12;
  private static final CheckRequest REQUEST =
      new CheckRequest.Of("GET", "shop", 80, "/a", "/a", null);

  @TempDir Path temp;

  @Test
  void itsSessionIsRefusedOnceReportedAndKeptAndTheOthersAreServed() throws Exception {
    Path directory = temp.resolve("ipc");
    IpcRoot root = IpcRoot.open(directory);
    PolicyEngine engine = new PolicyEngine();
    TestLogs logs = new TestLogs();
    FakeExporter exporter = new FakeExporter(true);
    try (FakeApplication shop = new FakeApplication(directory, "shop")) {
      shop.offer(1, 10);
      Await.until("a session", () -> ready(root));
      Path newer = ofNextMajor(root, SessionFolder.scan(root).get(0));
      byte[] header = Files.readAllBytes(newer.resolve("session.hdr"));
      try (IngestLoop ingest =
              new IngestLoop(
                  root,
                  BellListener.telemetry(root),
                  exporter,
                  new RecentDecisions(),
                  TestSpans.durations(),
                  logs.log,
                  new IngestLoop.Settings(5, Duration.ofMillis(20), 4, false));
          CheckLoop checks =
              new CheckLoop(
                  root,
                  BellListener.checks(root),
                  engine,
                  new RecentDecisions(),
                  logs.log,
                  Duration.ZERO)) {
        ingest.start();
        checks.start();
        Await.until("today's spans", () -> exporter.spanIds().size() == 10);
        Await.until("an answer", () -> shop.link.ask(REQUEST, 500_000_000) != null);
        Await.until("the refusal", () -> !ingest.refusedSessions().isEmpty());
        // Several scans later nothing has been added to it.
        shop.offer(11, 20);
        Await.until("more spans", () -> exporter.spanIds().size() == 20);
        List<RefusedSession> refused = ingest.refusedSessions();
        assertThat(refused).hasSize(1);
        assertThat(refused.get(0).id()).isEqualTo("f".repeat(32));
        assertThat(refused.get(0).otherVersion()).isTrue();
        assertThat(refused.get(0).cause()).contains("layout=2.");
        assertThat(ingest.sessions()).hasSize(1);
      }
      assertThat(occurrences(logs.text(), "session refused")).isEqualTo(1);
      assertThat(occurrences(logs.text(), "session gets no answers")).isLessThanOrEqualTo(1);
      assertThat(logs.text()).doesNotContain("quarantined");
      assertThat(Files.readAllBytes(newer.resolve("session.hdr"))).isEqualTo(header);
      assertThat(newer.resolve("cursor")).doesNotExist();
    }
  }

  private static boolean ready(IpcRoot root) {
    try {
      List<Path> found = SessionFolder.scan(root);
      return !found.isEmpty() && SessionFolder.open(root, found.get(0)) != null;
    } catch (IOException e) {
      return false;
    }
  }

  private static Path ofNextMajor(IpcRoot root, Path today) throws Exception {
    byte[] header = Files.readAllBytes(today.resolve("session.hdr"));
    header[MAJOR_OFFSET] = 2;
    Path aside = Files.createDirectory(root.folder().resolve("aside"));
    Files.write(aside.resolve("session.hdr"), header);
    Files.createFile(aside.resolve("session.lock"));
    return Files.move(aside, root.folder().resolve("s-" + "f".repeat(32)));
  }

  private static int occurrences(String text, String part) {
    return text.split(part, -1).length - 1;
  }
}
