package io.pillion.sidecar;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code version}: which sidecar on which Java. */
@Command(
    name = "version",
    description = "Print the version.",
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE)
final class VersionCommand implements Callable<Integer> {
  @SuppressWarnings("UnusedVariable") // read by picocli
  @Mixin
  private final HelpOption help = new HelpOption();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    SidecarMain.out(spec)
        .println("pillion-sidecar " + Version.current() + " (Java " + Runtime.version() + ")");
    return ExitCode.OK;
  }
}
