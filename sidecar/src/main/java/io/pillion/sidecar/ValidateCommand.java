package io.pillion.sidecar;

import io.pillion.sidecar.config.ConfigLoader;
import io.pillion.sidecar.config.Problem;
import io.pillion.sidecar.config.SidecarConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code validate}: says all that is wrong with the settings, without starting anything. */
@Command(
    name = "validate",
    description =
        "Check the settings, and the certificate and policy files they name, without starting.",
    sortOptions = false,
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE)
final class ValidateCommand implements Callable<Integer> {
  private final Core.Factory factory;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      required = true,
      description = "Settings, in YAML. Environment variables apply, as with run.")
  private @Nullable Path config;

  @SuppressWarnings("UnusedVariable") // read by picocli
  @Mixin
  private final HelpOption help = new HelpOption();

  @Spec private @Nullable CommandSpec spec;

  ValidateCommand(Core.Factory factory) {
    this.factory = factory;
  }

  @Override
  public Integer call() {
    ConfigLoader.Loaded loaded = ConfigLoader.load(config, System.getenv());
    ProblemReport.printWarnings(loaded, SidecarMain.err(spec));
    List<Problem> problems = new ArrayList<>(loaded.problems());
    SidecarConfig settings = loaded.config();
    if (settings != null) {
      problems.addAll(ExportTls.check(settings));
      problems.addAll(factory.check(settings));
    }
    if (!problems.isEmpty()) {
      ProblemReport.printProblems(problems, SidecarMain.err(spec));
      return ExitCode.USAGE;
    }
    SidecarMain.out(spec).println(config + ": valid");
    return ExitCode.OK;
  }
}
