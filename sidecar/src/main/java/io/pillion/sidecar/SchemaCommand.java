package io.pillion.sidecar;

import io.pillion.sidecar.config.ConfigSchema;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code schema}: what an editor needs to know of the settings file. */
@Command(
    name = "schema",
    description = "Print the JSON Schema of the settings file, for editors and checks.",
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE)
final class SchemaCommand implements Callable<Integer> {
  @SuppressWarnings("UnusedVariable") // read by picocli
  @Mixin
  private final HelpOption help = new HelpOption();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = SidecarMain.out(spec);
    out.print(ConfigSchema.json());
    out.flush();
    return ExitCode.OK;
  }
}
