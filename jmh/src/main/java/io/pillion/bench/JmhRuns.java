package io.pillion.bench;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Which JMH runs are made: sane and short. */
final class JmhRuns {
  /** What Chronicle needs, where no agent opens it. */
  static final List<String> OPENED =
      List.of(
          "-Dslf4j.internal.verbosity=ERROR",
          "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
          "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
          "--add-opens=java.base/jdk.internal.ref=ALL-UNNAMED");

  /** For the measured JVM; the heap shall not be a question. */
  static final String[] JVM_FLAGS =
      Stream.concat(Stream.of("-Xms512m", "-Xmx512m"), OPENED.stream()).toArray(String[]::new);

  private static final int[] THREADS = {1, 2, 4};
  private static final int[] FEW_THREADS = {1, 2};
  private static final Contender[] HANDOFF = {
    Contender.HARNESS, Contender.PILLION, Contender.BATCH_DEFAULT, Contender.BATCH_SAME_QUEUE
  };
  private static final Contender[] LIFE = {Contender.PILLION_LIFE, Contender.OTEL_LIFE};

  private JmhRuns() {}

  static List<RunResult> handoff(boolean quick, PrintStream progress) throws RunnerException {
    List<RunResult> results = new ArrayList<>();
    for (int threads : quick ? FEW_THREADS : THREADS) {
      progress.println("measuring: hand-off, threads=" + threads);
      results.addAll(run(handoff(quick, threads, HANDOFF)));
      results.addAll(run(handoff(quick, threads, LIFE).mode(Mode.AverageTime)));
    }
    return results;
  }

  private static ChainedOptionsBuilder handoff(boolean quick, int threads, Contender... who) {
    String[] names = new String[who.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = who[i].name();
    }
    return options(quick, HandoffBenchmark.class.getName())
        .threads(threads)
        .param("contender", names);
  }

  static List<RunResult> policy(boolean quick, PrintStream progress) throws RunnerException {
    progress.println("measuring: policy check, threads=1");
    List<RunResult> results =
        new ArrayList<>(run(options(quick, PolicyCheckBenchmark.class.getName()).threads(1)));
    if (!quick) {
      progress.println("measuring: policy check, threads=2");
      String asking = PolicyCheckBenchmark.class.getName() + ".(roundTrip|http)";
      results.addAll(run(options(false, asking).threads(2)));
    }
    return results;
  }

  private static ChainedOptionsBuilder options(boolean quick, String include) {
    ChainedOptionsBuilder options =
        new OptionsBuilder()
            .include(include)
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(false)
            .jvmArgsAppend(JVM_FLAGS);
    if (System.getProperty(Jars.SIDECAR_PROPERTY) != null) {
      options.jvmArgsPrepend("-D" + Jars.SIDECAR_PROPERTY + "=" + Jars.sidecar());
    }
    if (quick) {
      TimeValue half = TimeValue.milliseconds(500);
      options.warmupIterations(2).warmupTime(half).measurementIterations(2).measurementTime(half);
    }
    return options;
  }

  private static Collection<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
    return new Runner(options.build()).run();
  }
}
