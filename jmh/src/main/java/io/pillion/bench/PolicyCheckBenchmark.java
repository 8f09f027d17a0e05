package io.pillion.bench;

import io.pillion.agent.policy.PolicyGate;
import io.pillion.agent.policy.SidecarChecks;
import io.pillion.ipc.AgentLink;
import io.pillion.ipc.policy.CheckRequest;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.policy.PolicySnapshot;
import io.pillion.ipc.wire.DecisionRecord.Source;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a decision costs: evaluated in the process, remembered by the agent's cache, asked of a live
 * sidecar, and, the rival, asked over loopback HTTP.
 *
 * <p>The policies are those that the sidecar published, the same for all.
 */
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first.
public class PolicyCheckBenchmark {
  /** Checks without an answer, in a hundred, that void a run. */
  static final double MOST_UNANSWERED_PERCENT = 1;

  private static final long TIMEOUT_NS = 1_000_000_000;

  /** A live sidecar and a link to it. */
  @State(Scope.Benchmark)
  public static class Sidecar {
    private LiveSidecar sidecar;
    AgentLink link;
    SidecarChecks checks;
    PolicyGate gate;
    PolicySnapshot policy;

    /** Brings the sidecar up and fills the cache. */
    @Setup
    public void open() {
      sidecar = LiveSidecar.start();
      link = sidecar.bench().link();
      checks = SidecarChecks.over(link);
      gate = sidecar.bench().gate();
      policy = LiveSidecar.decode(sidecar.publishedPolicy());
      gate.decide(HttpSample.CHECK, 0, checks);
      PolicyGate.Verdict again = gate.decide(HttpSample.CHECK, 0, checks);
      if (again.source() != Source.CACHE || !again.decision().allowed()) {
        throw new IllegalStateException("not from the cache: " + again);
      }
    }

    /** Ends the sidecar. */
    @TearDown
    public void close() {
      sidecar.close();
    }
  }

  /** The rival. */
  @State(Scope.Benchmark)
  public static class Rival {
    private HttpDecisions server;

    /** Starts it with what a sidecar published. */
    @Setup
    public void open() {
      byte[] policy;
      try (LiveSidecar sidecar = LiveSidecar.start()) {
        policy = sidecar.publishedPolicy();
      }
      server = new HttpDecisions(policy);
    }

    /** Ends it. */
    @TearDown
    public void close() {
      server.close();
    }
  }

  /** A connection for each asking thread. */
  @State(Scope.Thread)
  public static class Connection {
    private HttpCheck check;

    /** Connects. */
    @Setup
    public void open(Rival rival) {
      check = rival.server.connect();
    }

    boolean ask(CheckRequest request) {
      return check.ask(request);
    }

    /** Disconnects. */
    @TearDown
    public void close() {
      check.close();
    }
  }

  /** The asking thread's own count and garbage. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Asker {
    private static final com.sun.management.ThreadMXBean THREADS =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Checks in the iteration. */
    public long checks;

    /** Those without an answer: the agent would have decided by itself. */
    public long unanswered;

    /** Bytes that this thread allocated in the iteration, and no other. */
    public long allocatedBytes;

    private long allocatedBefore;

    /** Notes where the thread's allocation stands. */
    @Setup(Level.Iteration)
    public void begin() {
      checks = 0;
      unanswered = 0;
      allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
    }

    /** Reads the thread's allocation. */
    @TearDown(Level.Iteration)
    public void end() {
      allocatedBytes = THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
    }
  }

  /** The evaluator alone. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  public Decision evaluate(Sidecar sidecar, Asker asker) {
    asker.checks++;
    return sidecar.policy.evaluate(HttpSample.CHECK);
  }

  /** The gate, which finds an earlier answer. */
  @Benchmark
  @BenchmarkMode(Mode.AverageTime)
  public PolicyGate.Verdict cached(Sidecar sidecar, Asker asker) {
    asker.checks++;
    return sidecar.gate.decide(HttpSample.CHECK, 0, sidecar.checks);
  }

  /** To the sidecar and back, one question after the other. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public @Nullable Decision roundTrip(Sidecar sidecar, Asker asker) {
    Decision decision = sidecar.link.ask(HttpSample.CHECK, TIMEOUT_NS);
    asker.checks++;
    if (decision == null) {
      asker.unanswered++;
    }
    return decision;
  }

  /** To the HTTP rival and back, one question after the other. */
  @Benchmark
  @BenchmarkMode(Mode.SampleTime)
  public boolean http(Connection connection, Asker asker) {
    asker.checks++;
    return connection.ask(HttpSample.CHECK);
  }
}
