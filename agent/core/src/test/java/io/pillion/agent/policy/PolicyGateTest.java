package io.pillion.agent.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.pillion.agent.config.AgentLog;
import io.pillion.agent.config.LogLevel;
import io.pillion.agent.policy.PolicyGate.Verdict;
import io.pillion.ipc.PolicyPage;
import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.CompiledPolicy;
import io.pillion.ipc.policy.Decision.Reason;
import io.pillion.ipc.policy.OnUnavailable;
import io.pillion.ipc.policy.OperationMatch;
import io.pillion.ipc.policy.PathPattern;
import io.pillion.ipc.policy.PolicyRule;
import io.pillion.ipc.policy.PolicySnapshot;
import io.pillion.ipc.wire.DecisionRecord.Source;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PolicyGateTest {
  private static final long TIMEOUT_NS = TimeUnit.MILLISECONDS.toNanos(20);
  private static final AgentLog QUIET = new AgentLog(LogLevel.OFF);
  private static final PolicySnapshot NO_ADMIN = denying("/admin*");
  private static final PolicySnapshot NO_ITEMS = denying("/items*");
  private static final CheckRequest ADMIN = get("/admin");
  private static final CheckRequest ITEMS = get("/items");

  private final PolicyGate gate = new PolicyGate(false, TIMEOUT_NS, QUIET);
  private final PolicyGate requiring = new PolicyGate(true, TIMEOUT_NS, QUIET);

  private static PolicySnapshot denying(String path) {
    OperationMatch operation =
        new OperationMatch(List.of(), List.of(), List.of(PathPattern.of(path)), List.of());
    return PolicySnapshot.of(
        List.of(
            new CompiledPolicy(
                "default",
                "no",
                CompiledPolicy.Action.DENY,
                null,
                0,
                List.of(new PolicyRule(List.of(), List.of(operation))))),
        OnUnavailable.DENY);
  }

  private static CheckRequest get(String path) {
    return new CheckRequest.Of("GET", "shop", 8080, path, null, "10.0.0.1");
  }

  private static PolicyPage.Content page(PolicySnapshot policy) {
    return new PolicyPage.Content(true, policy.encode());
  }

  private static void assertVerdict(Verdict verdict, Reason reason, Source source) {
    assertThat(verdict.decision().reason()).isEqualTo(reason);
    assertThat(verdict.source()).isEqualTo(source);
  }

  @Test
  void sidecarIsAskedOnceAndThenRemembered() {
    FakeSidecarChecks sidecar = FakeSidecarChecks.applying(NO_ADMIN);
    assertVerdict(gate.decide(ADMIN, 0, sidecar), Reason.DENY_MATCHED, Source.SIDECAR);
    assertVerdict(gate.decide(ADMIN, 0, sidecar), Reason.DENY_MATCHED, Source.CACHE);
    assertVerdict(gate.decide(ITEMS, 0, sidecar), Reason.NO_POLICY_APPLIES, Source.SIDECAR);
    assertThat(sidecar.asked()).isEqualTo(2);
    assertThat(gate.decisions(Source.SIDECAR, false)).isEqualTo(1);
    assertThat(gate.decisions(Source.SIDECAR, true)).isEqualTo(1);
    assertThat(gate.decisions(Source.CACHE, false)).isEqualTo(1);
    assertThat(gate.decisions(Source.CACHE, true)).isZero();
  }

  @Test
  void newRevisionIsAskedAnew() {
    FakeSidecarChecks sidecar = FakeSidecarChecks.applying(NO_ADMIN);
    assertThat(gate.decide(ADMIN, 0, sidecar).decision().allowed()).isFalse();
    sidecar.revision(NO_ITEMS.revision()).answers(NO_ITEMS::evaluate);
    assertVerdict(gate.decide(ADMIN, 0, sidecar), Reason.NO_POLICY_APPLIES, Source.SIDECAR);
  }

  @Test
  void sidecarThatSaysNoRevisionIsAskedEveryTime() {
    FakeSidecarChecks sidecar = FakeSidecarChecks.applying(NO_ADMIN).revision(0);
    assertVerdict(gate.decide(ADMIN, 0, sidecar), Reason.DENY_MATCHED, Source.SIDECAR);
    assertVerdict(gate.decide(ADMIN, 0, sidecar), Reason.DENY_MATCHED, Source.SIDECAR);
  }

  @Test
  void snapshotDecidesWhileTheSidecarIsAway() {
    gate.policy(page(NO_ADMIN));
    FakeSidecarChecks away = FakeSidecarChecks.away();
    assertVerdict(gate.decide(ADMIN, 0, away), Reason.DENY_MATCHED, Source.SNAPSHOT);
    assertVerdict(gate.decide(ITEMS, 0, away), Reason.NO_POLICY_APPLIES, Source.SNAPSHOT);
  }

  @Test
  void whereNoPolicyWasEverSeenItIsAllowedUnlessOneIsRequired() {
    FakeSidecarChecks away = FakeSidecarChecks.away();
    gate.policy(null);
    requiring.policy(null);
    assertVerdict(gate.decide(ADMIN, 0, away), Reason.NEVER_SEEN_ALLOW, Source.NONE);
    assertVerdict(requiring.decide(ADMIN, 0, away), Reason.NEVER_SEEN_DENY, Source.NONE);
    assertThat(gate.decisions(Source.NONE, true)).isEqualTo(1);
    assertThat(requiring.decisions(Source.NONE, false)).isEqualTo(1);
  }

  @Test
  void lastGoodPolicyStaysWhenTheNextCannotBeUsed() {
    FakeSidecarChecks away = FakeSidecarChecks.away();
    gate.policy(page(NO_ADMIN));
    gate.policy(new PolicyPage.Content(false, new byte[] {1, 2, 3}));
    assertVerdict(gate.decide(ADMIN, 0, away), Reason.DENY_MATCHED, Source.SNAPSHOT);
    gate.policyUnreadable("no such format");
    assertVerdict(gate.decide(ADMIN, 0, away), Reason.DENY_MATCHED, Source.SNAPSHOT);
    gate.policy(null);
    assertVerdict(gate.decide(ADMIN, 0, away), Reason.DENY_MATCHED, Source.SNAPSHOT);
  }

  @Test
  void policyThatCannotBeUsedFollowsItsPageWhereThereIsNoOther() {
    FakeSidecarChecks away = FakeSidecarChecks.away();
    gate.policy(new PolicyPage.Content(true, new byte[] {1, 2, 3}));
    assertVerdict(gate.decide(ITEMS, 0, away), Reason.UNAVAILABLE_DENY, Source.NONE);
    gate.policy(new PolicyPage.Content(false, new byte[0]));
    assertVerdict(gate.decide(ITEMS, 0, away), Reason.UNAVAILABLE_ALLOW, Source.NONE);
    gate.policyUnreadable("cut short");
    assertVerdict(gate.decide(ITEMS, 0, away), Reason.UNAVAILABLE_ALLOW, Source.NONE);
  }

  @Test
  void pageThatWasNeverReadableDenies() {
    gate.policyUnreadable("permission denied");
    assertVerdict(
        gate.decide(ITEMS, 0, FakeSidecarChecks.away()), Reason.UNAVAILABLE_DENY, Source.NONE);
  }

  @Test
  void firstRequestWaitsForThePage() {
    PolicyGate patient = new PolicyGate(false, TimeUnit.SECONDS.toNanos(30), QUIET);
    CompletableFuture<Verdict> first =
        CompletableFuture.supplyAsync(() -> patient.decide(ADMIN, 0, FakeSidecarChecks.away()));
    patient.policy(page(NO_ADMIN));
    assertVerdict(first.join(), Reason.DENY_MATCHED, Source.SNAPSHOT);
  }

  @Test
  void firstRequestWaitsNoLongerThanItsTimeout() {
    long began = System.nanoTime();
    Verdict verdict = gate.decide(ADMIN, 0, FakeSidecarChecks.away());
    long took = System.nanoTime() - began;
    assertVerdict(verdict, Reason.NEVER_SEEN_ALLOW, Source.NONE);
    assertThat(took).isBetween(TIMEOUT_NS, TIMEOUT_NS + TimeUnit.SECONDS.toNanos(5));
  }

  @Test
  void interruptedThreadStaysInterruptedAndIsServed() {
    Thread.currentThread().interrupt();
    Verdict verdict = gate.decide(ADMIN, 0, FakeSidecarChecks.away());
    assertThat(Thread.interrupted()).isTrue();
    assertThat(verdict.decision().allowed()).isTrue();
  }

  @Test
  void whateverACheckThrowsTheRequestIsDeniedAndCounted() {
    List<Throwable> thrown =
        List.of(new IllegalStateException(), new LinkageError(), new StackOverflowError());
    for (Throwable failure : thrown) {
      FakeSidecarChecks broken =
          FakeSidecarChecks.away()
              .answers(
                  request -> {
                    throw PolicyGateTest.<RuntimeException>sneaky(failure);
                  });
      assertVerdict(gate.decide(ITEMS, 0, broken), Reason.MALFORMED_REQUEST, Source.NONE);
    }
    assertThat(gate.decisions(Source.NONE, false)).isEqualTo(thrown.size());
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends Throwable> RuntimeException sneaky(Throwable failure) throws T {
    throw (T) failure;
  }

  @Test
  void unreadableAttributeThatThePolicyAsksForIsRefused() {
    FakeSidecarChecks sidecar = FakeSidecarChecks.applying(NO_ADMIN);
    int path = CheckRequest.ATTRIBUTE_PATH;
    assertVerdict(gate.decide(ITEMS, path, sidecar), Reason.MALFORMED_REQUEST, Source.NONE);
    assertThat(gate.decide(ITEMS, path, sidecar).decision().allowed()).isFalse();
    assertThat(gate.decide(ITEMS, CheckRequest.ATTRIBUTE_HOST, sidecar).decision().allowed())
        .isTrue();
    assertThat(gate.decide(ITEMS, 0, sidecar).decision().allowed()).isTrue();
  }

  @Test
  void unreadableAttributeIsNoMatterWhereThereIsNoPolicy() {
    gate.policy(null);
    assertVerdict(
        gate.decide(ITEMS, CheckRequest.ATTRIBUTE_PATH, FakeSidecarChecks.away()),
        Reason.NEVER_SEEN_ALLOW,
        Source.NONE);
  }

  @Test
  void requestThatTheWireWouldCutIsDecidedWhole() {
    // Cut at the wire's limit it would be an ordinary item.
    CheckRequest padded = get("/items/" + "x/".repeat(20_000) + "../".repeat(20_001) + "admin");
    FakeSidecarChecks sidecar = FakeSidecarChecks.applying(NO_ADMIN);
    assertVerdict(gate.decide(padded, 0, sidecar), Reason.MALFORMED_REQUEST, Source.NONE);
    gate.policy(page(NO_ADMIN));
    assertVerdict(gate.decide(padded, 0, sidecar), Reason.DENY_MATCHED, Source.SNAPSHOT);
    assertThat(sidecar.asked()).isZero();
  }

  @Test
  void requestTooLongForARecordIsNotAsked() {
    String part = "x".repeat(5_400);
    FakeSidecarChecks sidecar = FakeSidecarChecks.applying(NO_ADMIN);
    gate.policy(page(NO_ADMIN));
    Verdict verdict =
        gate.decide(
            new CheckRequest.Of(part, part, 8080, "/" + part, "/" + part, null), 0, sidecar);
    assertThat(sidecar.asked()).isZero();
    assertVerdict(verdict, Reason.NO_POLICY_APPLIES, Source.SNAPSHOT);
  }

  @Test
  void longRequestIsAllowedWhereNoPolicyWasEverSeen() {
    gate.policy(null);
    assertVerdict(
        gate.decide(get("/" + "x".repeat(100_000)), 0, FakeSidecarChecks.away()),
        Reason.NEVER_SEEN_ALLOW,
        Source.NONE);
  }

  @Test
  void rememberedAnswerAndAbsentPolicyCostNoAllocation() {
    FakeSidecarChecks sidecar = FakeSidecarChecks.applying(NO_ADMIN);
    FakeSidecarChecks away = FakeSidecarChecks.away();
    requiring.policy(null);
    decideOften(20_000, sidecar, away);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long id = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(id);
    decideOften(100_000, sidecar, away);
    assertThat(threads.getThreadAllocatedBytes(id) - before).isLessThan(100_000);
  }

  private void decideOften(int times, FakeSidecarChecks sidecar, FakeSidecarChecks away) {
    int denied = 0;
    for (int i = 0; i < times; i++) {
      denied += gate.decide(ADMIN, 0, sidecar).decision().allowed() ? 0 : 1;
      denied += requiring.decide(ADMIN, 0, away).decision().allowed() ? 0 : 1;
    }
    assertThat(denied).isEqualTo(2 * times);
  }

  @Test
  void denialTellsTheClientTheKindAndNothingElse() {
    for (Reason reason : Reason.values()) {
      if (reason.allows()) {
        continue;
      }
      assertThat(Denial.status(reason)).isEqualTo(reason == Reason.MALFORMED_REQUEST ? 400 : 403);
      assertThat(Denial.body(reason))
          .matches("[a-z :]+\\n")
          .doesNotContainIgnoringCase("rule")
          .doesNotContain(reason.name());
    }
    assertThat(Denial.body(Reason.DENY_MATCHED)).isEqualTo(Denial.body(Reason.NO_ALLOW_MATCHED));
  }
}
