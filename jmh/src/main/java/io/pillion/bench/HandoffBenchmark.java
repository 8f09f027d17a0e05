package io.pillion.bench;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.Blackhole;

/**
 * What it costs an application's thread to hand an ended span over.
 *
 * <p>One invocation hands {@value #BURST} spans over, back to back, and is timed; after each
 * invocation the producer burns time that is not counted, so that the consumer keeps up. Without
 * that pause a hand-off is as fast as it can refuse. Whoever loses more than one span in a hundred
 * has not been measured: {@code lost} over {@code offered} tells, counted at the far end.
 */
@BenchmarkMode({Mode.AverageTime, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up first.
public class HandoffBenchmark {
  /** Spans per timed invocation: enough to make the two clock readings small. */
  static final int BURST = 64;

  /** Lost spans in a hundred that void a run. */
  static final double MOST_LOST_PERCENT = 1;

  /** The shared end. */
  @State(Scope.Benchmark)
  public static class Far {
    /** Who takes the spans. */
    @Param public Contender contender = Contender.HARNESS;

    /** What a producer burns for each span handed over, for each producer there is. */
    @Param("8000")
    public long pauseTokens;

    SpanSink sink;
    long burstPauseTokens;
    private final LongAdder offered = new LongAdder();
    private final AtomicLong lost = new AtomicLong();
    private long lostBefore;

    /** Brings the contender up. */
    @Setup
    public void open(BenchmarkParams params) {
      sink = contender.open();
      burstPauseTokens = pauseTokens * params.getThreads() * BURST;
    }

    /** Waits for what is under way and takes stock. */
    @TearDown(Level.Iteration)
    public void settle() {
      long all = offered.sum();
      long lostNow = all - sink.delivered(all);
      lost.addAndGet(lostNow - lostBefore);
      lostBefore = lostNow;
    }

    /** Ends the contender. */
    @TearDown
    public void close() {
      sink.close();
    }
  }

  /** One application thread: its own count, its own garbage. */
  @AuxCounters(AuxCounters.Type.EVENTS)
  @State(Scope.Thread)
  public static class Producer {
    private static final com.sun.management.ThreadMXBean THREADS =
        (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Spans handed over in the iteration. */
    public long offered;

    /** Bytes that this thread allocated in the iteration, and no other. */
    public long allocatedBytes;

    private Far far;
    private long allocatedBefore;
    private int next;

    /** Notes where the thread's allocation stands. */
    @Setup(Level.Iteration)
    public void begin(Far shared) {
      far = shared;
      offered = 0;
      allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
    }

    /** Burns the pause, outside the timed part. */
    @TearDown(Level.Invocation)
    public void pause() {
      offered += BURST;
      next += BURST;
      far.offered.add(BURST);
      Blackhole.consumeCPU(far.burstPauseTokens);
    }

    /** Reads the thread's allocation. */
    @TearDown(Level.Iteration)
    public void end() {
      allocatedBytes = THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
    }

    /** Spans of all producers that never came out; whoever is asked first tells them. */
    public long lost() {
      return far.lost.getAndSet(0);
    }
  }

  /** Hands a burst over. */
  @Benchmark
  @OperationsPerInvocation(BURST)
  public void handOff(Far far, Producer producer) {
    SpanSink sink = far.sink;
    int first = producer.next;
    for (int i = 0; i < BURST; i++) {
      sink.offer(first + i);
    }
  }
}
