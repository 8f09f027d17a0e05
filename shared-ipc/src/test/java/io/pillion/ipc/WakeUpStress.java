package io.pillion.ipc;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;

import io.pillion.ipc.internal.HandoffRing;
import java.nio.ByteBuffer;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/**
 * Whether a sleeper can miss work: it says that it sleeps and looks once more, the others make work
 * visible and look whether it sleeps. At least one must see the other; every outcome but that fails
 * the build. And of those who see the sleeper exactly one wakes it.
 */
public final class WakeUpStress {
  private static final TestSpan WORK = new TestSpan(1, 0);

  private WakeUpStress() {}

  /** The agent's writer thread, and an application's thread that hands a span over. */
  @JCStressTest
  @Outcome(id = "1, 0", expect = ACCEPTABLE, desc = "woken, and saw it too")
  @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "asleep, and is woken")
  @Outcome(id = "0, 0", expect = ACCEPTABLE, desc = "not woken, but saw it")
  @State
  public static class Writer {
    private final HandoffRing ring = new HandoffRing(4, () -> {});
    private final ParkedFlag parked = new ParkedFlag();

    /** As {@link AgentLink#offer}. */
    @Actor
    public void application(II_Result result) {
      ring.offer(WORK);
      result.r1 = parked.take() ? 1 : 0;
    }

    /** As the writer thread before it sleeps. */
    @Actor
    public void writer(II_Result result) {
      parked.raise();
      result.r2 = ring.isEmpty() ? 1 : 0;
    }
  }

  /**
   * Must fail: the same with a writer that looks for work before it raises the flag. It takes its
   * time between, so that the defect also shows where two threads seldom run at once.
   */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "1, 1", "0, 0"},
      expect = ACCEPTABLE,
      desc = "nothing was missed")
  @State
  public static class ControlLooksFirst {
    private final HandoffRing ring = new HandoffRing(4, () -> {});
    private final ParkedFlag parked = new ParkedFlag();

    /** Hands work over. */
    @Actor
    public void application(II_Result result) {
      ring.offer(WORK);
      result.r1 = parked.take() ? 1 : 0;
    }

    /** About to sleep. */
    @Actor
    public void writer(II_Result result) {
      result.r2 = ring.isEmpty() ? 1 : 0;
      for (int i = 0; i < 1_000; i++) {
        Thread.onSpinWait();
      }
      parked.raise();
    }
  }

  /** Two application threads and a writer that sleeps. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "0, 1"},
      expect = ACCEPTABLE,
      desc = "one wakes it")
  @State
  public static class OneWakes {
    private final ParkedFlag parked = new ParkedFlag();

    /** It sleeps. */
    public OneWakes() {
      parked.raise();
    }

    /** One thread. */
    @Actor
    public void one(II_Result result) {
      result.r1 = parked.take() ? 1 : 0;
    }

    /** The other. */
    @Actor
    public void other(II_Result result) {
      result.r2 = parked.take() ? 1 : 0;
    }
  }

  /** Two application threads and a sidecar that sleeps: both flags of the page. */
  @JCStressTest
  @Outcome(
      id = {"2, 0", "0, 2", "1, 1"},
      expect = ACCEPTABLE,
      desc = "one rings each bell")
  @State
  public static class OneRings {
    private final ReplyPages.Ends page = ReplyPages.next();

    /** It sleeps. */
    public OneRings() {
      page.sidecar.checksParked(true);
      page.sidecar.telemetryParked(true);
    }

    private int rings() {
      return (page.agent.takeChecksParked() ? 1 : 0) + (page.agent.takeTelemetryParked() ? 1 : 0);
    }

    /** One thread. */
    @Actor
    public void one(II_Result result) {
      result.r1 = rings();
    }

    /** The other. */
    @Actor
    public void other(II_Result result) {
      result.r2 = rings();
    }
  }

  /** The sidecar's check loop, and an application's thread that asks through the real client. */
  @JCStressTest
  @Outcome(
      id = {"0, 0", "0, 1", "1, 0"},
      expect = ACCEPTABLE,
      desc = "it saw the question, or the bell was rung")
  @State
  public static class Checks {
    private final ReplyPages.Ends page = ReplyPages.next();

    /** Awake, nothing asked. */
    public Checks() {
      page.sidecar.checksParked(false);
      page.questions.clear();
    }

    /** Asks and does not wait. */
    @Actor
    public void application() {
      page.ask(1, 0);
    }

    /** About to sleep; 1 if it will. */
    @Actor
    public void sidecar(II_Result result) {
      page.sidecar.checksParked(true);
      result.r1 = page.questions.isEmpty() ? 1 : 0;
    }

    /** 1 if nobody took the flag, and so nobody rings. */
    @Arbiter
    public void end(II_Result result) {
      result.r2 = page.agent.takeChecksParked() ? 1 : 0;
    }
  }

  /** The sidecar's ingest loop, and the writer thread that has written a record. */
  @JCStressTest
  @Outcome(
      id = {"1, 0", "1, 1", "0, 0"},
      expect = ACCEPTABLE,
      desc = "it saw the record, or the bell is rung")
  @State
  public static class Telemetry {
    private static final ByteBuffer RECORD = ByteBuffer.allocate(1);

    private final ReplyPages.Ends page = ReplyPages.next();

    /** Awake, nothing written. */
    public Telemetry() {
      page.sidecar.telemetryParked(false);
      page.questions.clear();
    }

    /** As {@link SessionWriter#drain}: append, publish the account, look. */
    @Actor
    public void writer(II_Result result) {
      page.questions.append(RECORD);
      page.header.written(1, 1);
      result.r1 = page.agent.takeTelemetryParked() ? 1 : 0;
    }

    /** About to sleep; 1 if it will. */
    @Actor
    public void sidecar(II_Result result) {
      page.sidecar.telemetryParked(true);
      result.r2 = page.questions.isEmpty() ? 1 : 0;
    }
  }
}
