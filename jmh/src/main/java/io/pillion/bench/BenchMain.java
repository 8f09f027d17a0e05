package io.pillion.bench;

import io.pillion.bench.BenchOptions.Subject;
import java.io.PrintStream;
import java.util.List;
import org.openjdk.jmh.runner.RunnerException;

/** Runs the benchmarks and prints what they showed, each beside its rival of the same run. */
public final class BenchMain {
  private static final int USAGE_ERROR = 64;
  private static final int FAILED = 1;

  private BenchMain() {}

  /** Takes what {@link BenchOptions#USAGE} says. */
  public static void main(String[] arguments) {
    // Chronicle logs through SLF4J, which has no binding here and would say so.
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    List<String> given = List.of(arguments);
    if (given.contains("--help") || given.contains("-h")) {
      System.out.print(BenchOptions.USAGE);
      return;
    }
    try {
      run(BenchOptions.parse(given), System.out);
    } catch (BenchOptions.UsageException e) {
      System.err.println("bench: " + e.getMessage());
      System.err.print(BenchOptions.USAGE);
      System.exit(USAGE_ERROR);
    } catch (RunnerException | IllegalStateException e) {
      System.err.println("bench: " + e.getMessage());
      System.exit(FAILED);
    }
  }

  private static void run(BenchOptions options, PrintStream out) throws RunnerException {
    out.println(Machine.describe());
    if (options.has(Subject.HANDOFF)) {
      out.print(HandoffTable.of(JmhRuns.handoff(options.quick(), out)));
    }
    if (options.has(Subject.POLICY)) {
      out.print(PolicyTable.of(JmhRuns.policy(options.quick(), out)));
      out.print(PacedTable.of(options.quick(), out));
    }
    if (options.has(Subject.THROUGHPUT)) {
      Throughput.measure(options.quick(), out);
    }
    if (options.has(Subject.MEMORY)) {
      MemoryTable.measure(out);
    }
    if (options.has(Subject.IDLE)) {
      IdleTable.measure(options.quick(), out);
    }
    if (options.has(Subject.START)) {
      StartTable.measure(options.quick(), out);
    }
    if (options.has(Subject.HTTP)) {
      HttpComparison.measure(options.quick(), out);
    }
    if (options.has(Subject.SOAK)) {
      Soak.measure(options.minutes(), out);
    }
  }
}
