package io.pillion.bench.torture;

import examples.pillion.demo.Await;
import io.pillion.bench.Machine;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One run: baseline without the agent, a start, steps until the time is up, and the outcome. */
final class Campaign {
  private static final Duration LONGEST_BASELINE = Duration.ofSeconds(30);
  private static final Duration SHORTEST_BASELINE = Duration.ofSeconds(5);
  private static final int BASELINE_SHARE = 10;

  /** From this length on there is time for long bursts, and enough kills are made sure of. */
  private static final Duration LONG = Duration.ofMinutes(5);

  private static final double KILLS_PER_SECOND = 35 / 60.0;

  private final TortureOptions options;
  private final Rig rig;
  private final PrintStream out;
  private final Settlement settlement;
  private final Faults faults;
  private final long beganNs = System.nanoTime();
  private final Map<StepKind, Integer> played = new EnumMap<>(StepKind.class);
  private final List<Violation> violations = new ArrayList<>();
  private long failedBefore;
  private long wrongBefore;

  Campaign(TortureOptions options, Rig rig, PrintStream out) {
    this.options = options;
    this.rig = rig;
    this.out = out;
    this.settlement = new Settlement(rig);
    this.faults = isLong() ? new Faults(rig, 12, 24) : new Faults(rig, 4, 8);
  }

  private boolean isLong() {
    return options.length().compareTo(LONG) >= 0;
  }

  /** Runs it all. A rig that breaks down is a violation like any other. */
  Outcome run() {
    String at = "start";
    try {
      start();
      long faultsBegan = System.nanoTime();
      StepChooser chooser = new StepChooser(options.seed(), steps());
      while (goesOn() && System.nanoTime() - faultsBegan < options.length().toNanos()) {
        Step step = chooser.next();
        at = step.toString();
        if (!isBehind(step, System.nanoTime() - faultsBegan)) {
          play(step);
        }
      }
      // The last questions after a silence left records, too.
      settlement.check().forEach(problem -> violate("end", problem));
    } catch (IOException | RuntimeException e) {
      violations.add(new Violation(at, "campaign cannot go on: " + e));
    }
    return outcome();
  }

  /** The possible ones among those that are wanted. */
  private Set<StepKind> steps() {
    Set<StepKind> steps = EnumSet.copyOf(options.steps());
    steps.retainAll(faults.possible());
    if (steps.isEmpty()) {
      throw new IllegalStateException("none of the wanted steps is possible here");
    }
    return steps;
  }

  private boolean goesOn() {
    return violations.isEmpty() || !options.failFast();
  }

  /** A long campaign leaves other steps out while it has killed too little. */
  private boolean isBehind(Step step, long nanos) {
    return isLong()
        && steps().contains(StepKind.SIDECAR_KILLS)
        && step.kind() != StepKind.SIDECAR_KILLS
        && rig.sidecarKills() + rig.appKills() < KILLS_PER_SECOND * nanos / 1e9;
  }

  private void start() throws IOException {
    tell("seed " + options.seed() + ", outputs in " + rig.outputs());
    measureBaseline();
    tell("starting sidecar and application with the agent");
    rig.launchSidecar();
    rig.awaitSidecar();
    rig.startApp(true);
    rig.ledger().step("start");
    rig.latencies().phase(Latencies.UNDISTURBED);
    rig.load().resume();
    Await.pass(baseline());
    settle("start");
  }

  private void measureBaseline() {
    tell("baseline: the same load without the agent, " + baseline().toSeconds() + " s");
    rig.startApp(false);
    rig.latencies().phase(Latencies.BASELINE);
    rig.load().resume();
    Await.pass(baseline());
    if (!rig.load().pause(Rig.ANSWER_LIMIT)) {
      throw new IllegalStateException("requests unanswered without any agent");
    }
    rig.app().process().kill();
  }

  private Duration baseline() {
    Duration share = options.length().dividedBy(BASELINE_SHARE);
    if (share.compareTo(SHORTEST_BASELINE) < 0) {
      return SHORTEST_BASELINE;
    }
    return share.compareTo(LONGEST_BASELINE) > 0 ? LONGEST_BASELINE : share;
  }

  private void play(Step step) throws IOException {
    rig.ledger().step(step.toString());
    rig.latencies().phase(step.kind().label());
    rig.load().resume();
    played.merge(step.kind(), 1, Integer::sum);
    String particulars = faults.play(step);
    tell(step + ": " + particulars);
    settle(step.toString());
  }

  /** Checks everything, and mends what a step has worn out, so that the next begins afresh. */
  private void settle(String step) throws IOException {
    long began = System.nanoTime();
    List<String> problems = settlement.check();
    problems.forEach(problem -> violate(step, problem));
    Ledger.Sums sums = rig.ledger().sums();
    if (sums.failed() > failedBefore) {
      violate(step, (sums.failed() - failedBefore) + " requests failed");
    }
    if (sums.wrongDecisions() > wrongBefore) {
      violate(step, (sums.wrongDecisions() - wrongBefore) + " wrong decisions");
    }
    failedBefore = sums.failed();
    wrongBefore = sums.wrongDecisions();
    long pid = rig.app().process().pid();
    SessionAudit session = rig.audits().newestOf(pid);
    if (rig.audits().sessionsOf(pid) > 1 || (session != null && session.isDamaged())) {
      // After a failure the agent waits longer before each next session: begin afresh.
      rig.replaceApp();
    }
    rig.latencies().phase("first after silence");
    if (!settlement.wakes()) {
      violate(step, "first questions after a silence are not answered by the sidecar");
    }
    tell(
        String.format(
            "  settled in %.1f s: answered=%d, delivered=%d, unaccounted=%d, kills=%d",
            (System.nanoTime() - began) / 1e9,
            sums.answered(),
            sums.delivered(),
            settlement.unaccounted(),
            rig.sidecarKills() + rig.appKills()));
  }

  private void violate(String step, String what) {
    violations.add(new Violation(step, what));
    tell("  BROKEN: " + what);
  }

  private void tell(String what) {
    out.printf("[%6.1f s] %s%n", (System.nanoTime() - beganNs) / 1e9, what);
  }

  private Outcome outcome() {
    Set<StepKind> leftOut = EnumSet.copyOf(options.steps());
    leftOut.removeAll(faults.possible());
    boolean everyStep = options.steps().size() == StepKind.values().length;
    return new Outcome(
        options,
        Machine.describe(),
        Duration.ofNanos(System.nanoTime() - beganNs),
        played,
        leftOut,
        rig.sidecarKills(),
        rig.appKills(),
        rig.ledger().sums(),
        settlement.lostWithProcess(),
        settlement.unaccounted(),
        rig.audits().all(),
        rig.latencies().all(),
        List.copyOf(violations),
        rig.ledger().complaints(),
        everyStep && options.defect() == null);
  }
}
