package io.pillion.bench.torture;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;

/** Runs the fault campaign and prints its report. */
public final class TortureMain {
  private static final int USAGE_ERROR = 64;
  private static final int BROKEN = 1;

  private TortureMain() {}

  /** See {@code --help}. */
  public static void main(String[] arguments) throws IOException {
    List<String> given = List.of(arguments);
    if (given.contains("--help") || given.contains("-h")) {
      System.out.print(TortureOptions.USAGE);
      return;
    }
    TortureOptions options;
    try {
      options = TortureOptions.parse(given);
    } catch (IllegalArgumentException e) {
      System.err.println("torture: " + e.getMessage());
      System.err.println("torture: see ./pillion torture --help");
      System.exit(USAGE_ERROR);
      return;
    }
    try {
      System.exit(run(options, System.out).broken().isEmpty() ? 0 : BROKEN);
    } catch (IllegalStateException e) {
      System.err.println("torture: " + e.getMessage());
      System.exit(BROKEN);
    }
  }

  /** One campaign, its report printed; all it started is gone when this returns or the JVM ends. */
  static Outcome run(TortureOptions options, PrintStream out) throws IOException {
    Rig rig = new Rig(options);
    Thread atExit = new Thread(rig::close, "torture-end");
    Runtime.getRuntime().addShutdownHook(atExit);
    try {
      Outcome outcome = new Campaign(options, rig, out).run();
      String report = Report.of(outcome);
      out.println();
      out.println(report);
      if (options.report() != null) {
        Files.writeString(options.report(), report);
      }
      // With a defect that was asked for there is nothing to look for.
      if (!outcome.broken().isEmpty() && options.defect() == null) {
        rig.keepOutputs();
        out.println("outputs kept: " + rig.outputs());
      }
      return outcome;
    } finally {
      rig.close();
      removeHook(atExit);
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM is ending, and the hook has run.
    }
  }
}
