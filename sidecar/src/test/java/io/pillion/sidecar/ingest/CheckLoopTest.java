package io.pillion.sidecar.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.pillion.ipc.BellListener;
import io.pillion.ipc.IpcRoot;
import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.OnUnavailable;
import io.pillion.ipc.policy.PolicySnapshot;
import io.pillion.sidecar.policy.PolicyEngine;
import io.pillion.sidecar.testing.Await;
import io.pillion.sidecar.testing.TestLogs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CheckLoopTest {
  private static final CheckRequest REQUEST =
      new CheckRequest.Of("GET", "shop", 80, "/a", "/a", null);

  @TempDir Path temp;

  @ParameterizedTest
  @ValueSource(ints = {0, 5})
  void questionsAreAnsweredAndANewPolicyIsToldThoughAnotherSessionIsDamaged(int busyPollMillis)
      throws Exception {
    Path directory = temp.resolve("ipc");
    IpcRoot root = IpcRoot.open(directory);
    Path bad = Files.createDirectory(root.folder().resolve("s-" + "a".repeat(32)));
    Files.createDirectory(bad.resolve("session.lock"));
    PolicyEngine engine = new PolicyEngine();
    RecentDecisions decisions = new RecentDecisions();
    TestLogs logs = new TestLogs();
    // The agent takes a sidecar for present only if both bells are there.
    try (BellListener telemetry = BellListener.telemetry(root);
        CheckLoop loop =
            new CheckLoop(
                root,
                BellListener.checks(root),
                engine,
                decisions,
                logs.log,
                Duration.ofMillis(busyPollMillis));
        FakeApplication shop = new FakeApplication(directory, "shop")) {
      loop.start();
      Await.until("an answer", () -> shop.link.ask(REQUEST, 500_000_000) != null);
      Await.until("it is shown", () -> !decisions.newestFirst().isEmpty());
      assertThat(decisions.newestFirst().get(0).serviceName()).isEqualTo("shop");
      assertThat(shop.link.policyRevision()).isEqualTo(engine.snapshot().revision());
      PolicySnapshot next = PolicySnapshot.of(List.of(), OnUnavailable.ALLOW);
      engine.replace(next);
      loop.policyChanged();
      Await.until("the revision", () -> shop.link.policyRevision() == next.revision());
      assertThat(telemetry).isNotNull();
    }
  }
}
