package io.pillion.bench.torture;

import examples.pillion.demo.Await;
import examples.pillion.demo.Session;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Waits for quiescence after a step and compares three accounts: what the client was answered, what
 * the back end got, and what the product counts.
 */
final class Settlement {
  /** Records answered this long before a SIGKILL may have been in the dead process only. */
  static final Duration RING_TIME = Duration.ofSeconds(1);

  private static final Duration LIMIT = Duration.ofSeconds(90);

  /** Longer than the product waits for anything before it goes on or gives up. */
  private static final Duration STILL = Duration.ofSeconds(10);

  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
  private static final Duration COUNT_LIMIT = Duration.ofSeconds(5);
  private static final Duration BETWEEN_ROUNDS = Duration.ofMillis(700);
  private static final Duration BETWEEN_PROBES = Duration.ofMillis(60);
  private static final int PROBES = 3;
  private static final int ROUNDS = 4;

  private final Rig rig;
  private long countedLostBefore;
  private long foreignBefore;
  private long lostWithProcess;
  private long unaccounted;

  Settlement(Rig rig) {
    this.rig = rig;
  }

  /** Answered requests whose record died with a killed application, so far. */
  long lostWithProcess() {
    return lostWithProcess;
  }

  /** What nobody could explain, so far. */
  long unaccounted() {
    return unaccounted;
  }

  /** Pauses the load and waits until the accounts agree; what is wrong if they do not. */
  List<String> check() throws IOException {
    List<String> problems = new ArrayList<>();
    if (!rig.load().pause(Rig.ANSWER_LIMIT)) {
      problems.add("requests unanswered: count=" + rig.app().owed().get());
    }
    rig.awaitSidecar();
    problems.addAll(awaitAgreement());
    Ledger.Gap gap = rig.ledger().gap(RING_TIME.toNanos());
    unaccounted += reckoning(gap).unaccounted();
    lostWithProcess += gap.lostWithProcess();
    countedLostBefore = countedLost();
    foreignBefore = rig.ledger().sums().foreign();
    rig.ledger().settle();
    rig.audits().forgetGone();
    String blind = rig.audits().problem();
    if (blind != null) {
      problems.add(blind);
    }
    return problems;
  }

  /** Waits for as long as something still moves; what disagrees in the end. */
  private List<String> awaitAgreement() {
    long began = System.nanoTime();
    long movedNs = began;
    Object before = state();
    List<String> problems = disagreements();
    while (!problems.isEmpty()
        && System.nanoTime() - began < LIMIT.toNanos()
        && System.nanoTime() - movedNs < STILL.toNanos()) {
      Await.pass(BETWEEN_LOOKS);
      Object now = state();
      if (!now.equals(before)) {
        before = now;
        movedNs = System.nanoTime();
      }
      problems = disagreements();
    }
    return problems;
  }

  private Object state() {
    return List.of(rig.ledger().sums(), rig.audits().all());
  }

  private List<String> disagreements() {
    List<String> problems = new ArrayList<>();
    for (SessionAudit audit : rig.audits().followed()) {
      String problem = problem(audit);
      if (problem != null) {
        problems.add(problem);
      }
    }
    Reckoning reckoning = reckoning(rig.ledger().gap(RING_TIME.toNanos()));
    if (reckoning.unaccounted() > 0) {
      problems.add(
          "unaccounted: spans="
              + reckoning.unaccounted()
              + ", "
              + reckoning
              + ", one of them="
              + rig.ledger().example(RING_TIME.toNanos()));
    }
    if (problems.isEmpty()) {
      problems.addAll(shownOtherwise());
    }
    return problems;
  }

  private Reckoning reckoning(Ledger.Gap gap) {
    return new Reckoning(
        gap.missing(),
        countedLost() - countedLostBefore,
        rig.ledger().sums().foreign() - foreignBefore);
  }

  private long countedLost() {
    return rig.audits().all().stream().mapToLong(SessionCount::countedLost).sum();
  }

  private @org.jspecify.annotations.Nullable String problem(SessionAudit audit) {
    SessionCount count = audit.read();
    boolean owned = rig.isAlive(count.pid());
    if (audit.isDamaged()) {
      return null;
    }
    if (!owned && audit.present()) {
      return "dead session is not done: " + count;
    }
    if (rig.wasKilled(count.pid())) {
      // The header of a killed process lags behind its queue.
      return count.depth() > 0 ? "records are neither delivered nor discarded: " + count : null;
    }
    if (count.onTheWay() != 0) {
      return "offered is not written + dropped: difference=" + count.onTheWay() + ", " + count;
    }
    return count.depth() != 0
        ? "written is not delivered + discarded: difference=" + count.depth() + ", " + count
        : null;
  }

  /** The sidecar's own page must tell of every loss that the files tell of. */
  private List<String> shownOtherwise() {
    Map<String, SessionAudit> byId = new HashMap<>();
    rig.audits().followed().forEach(audit -> byId.put(audit.id(), audit));
    List<String> problems = new ArrayList<>();
    try {
      for (Session shown : rig.pod().api().sessions()) {
        SessionAudit audit = byId.get(shown.id());
        if (audit != null && !audit.isDamaged()) {
          SessionCount count = audit.read();
          long shownLost = SessionCount.sum(shown.dropped()) + SessionCount.sum(shown.discarded());
          if (shownLost != count.countedLost()) {
            problems.add("sidecar shows another count: shown=" + shown + ", files=" + count);
          }
        }
      }
    } catch (IOException e) {
      problems.add("sidecar does not tell of its sessions: " + e.getMessage());
    }
    return problems;
  }

  /**
   * Whether the first question after a silence wakes the sidecar: with nothing wrong it answers
   * most of them. Asked in several rounds, because on a busy machine one may be late.
   */
  boolean wakes() {
    for (int round = 0; round < ROUNDS; round++) {
      if (answeredBySidecar() * 2 > PROBES) {
        return true;
      }
      Await.pass(BETWEEN_ROUNDS);
    }
    return false;
  }

  private long answeredBySidecar() {
    long before = decisions("");
    long sidecarBefore = decisions("sidecar/");
    for (int i = 0; i < PROBES; i++) {
      Await.pass(BETWEEN_PROBES);
      rig.load().probe(i % 2 == 0);
    }
    Await.within(COUNT_LIMIT, () -> decisions("") >= before + PROBES);
    return decisions("sidecar/") - sidecarBefore;
  }

  private long decisions(String prefix) {
    return rig.audits().all().stream()
        .flatMap(count -> count.decisions().entrySet().stream())
        .filter(entry -> entry.getKey().startsWith(prefix))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
