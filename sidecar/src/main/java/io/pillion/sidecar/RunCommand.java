package io.pillion.sidecar;

import io.pillion.sidecar.config.ConfigLoader;
import io.pillion.sidecar.config.SidecarConfig;
import io.pillion.sidecar.log.EventLog;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code run}: serves until told to stop. */
@Command(
    name = "run",
    description = "Serve the applications that share the directory, until SIGTERM.",
    sortOptions = false,
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE)
final class RunCommand implements Callable<Integer> {
  private final Core.Factory factory;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "Settings, in YAML. Without it, defaults and environment variables apply. A second"
              + " SIGTERM ends the process at once.")
  private @Nullable Path config;

  @SuppressWarnings("UnusedVariable") // read by picocli
  @Mixin
  private final HelpOption help = new HelpOption();

  @Spec private @Nullable CommandSpec spec;

  RunCommand(Core.Factory factory) {
    this.factory = factory;
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = SidecarMain.err(spec);
    ConfigLoader.Loaded loaded = ConfigLoader.load(config, System.getenv());
    ProblemReport.printWarnings(loaded, err);
    SidecarConfig settings = loaded.config();
    if (settings == null) {
      ProblemReport.printProblems(loaded.problems(), err);
      return ExitCode.USAGE;
    }
    try {
      serve(settings);
      return ExitCode.OK;
    } catch (StartupException e) {
      ProblemReport.printProblems(e.problems(), err);
      return ExitCode.USAGE;
    }
  }

  private void serve(SidecarConfig settings) throws StartupException, InterruptedException {
    EventLog log = new EventLog(System.err, Clock.systemUTC());
    String version = Version.current();
    Signals signals = Signals.install();
    log.info(
        "starting",
        "version",
        version,
        "java",
        Runtime.version(),
        "pid",
        ProcessHandle.current().pid(),
        "config",
        config == null ? "none" : config);
    try (Sidecar sidecar = Sidecar.open(settings, factory, log, version)) {
      sidecar.start();
      signals.await();
    } finally {
      signals.finished();
    }
  }
}
