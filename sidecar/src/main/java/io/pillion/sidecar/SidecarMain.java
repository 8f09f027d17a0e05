package io.pillion.sidecar;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line. */
@Command(
    name = "pillion-sidecar",
    description = "Takes telemetry from JVMs over shared memory, and answers their policy checks.",
    mixinStandardHelpOptions = true,
    versionProvider = SidecarMain.VersionText.class,
    synopsisSubcommandLabel = "COMMAND",
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:ended as asked",
      " 1:inspect found something damaged, of another version, or that does not add up;"
          + " status found the sidecar not ready",
      "64:wrong usage or settings; all problems were printed",
      "69:status found no sidecar",
      "70:a fault of the sidecar"
    })
public final class SidecarMain implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  private SidecarMain() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    System.exit(commandLine(new SharedMemoryCore.Factory()).execute(args));
  }

  static CommandLine commandLine(Core.Factory factory) {
    return new CommandLine(new SidecarMain())
        .addSubcommand(new RunCommand(factory))
        .addSubcommand(new ValidateCommand(factory))
        .addSubcommand(new SchemaCommand())
        .addSubcommand(new InspectCommand())
        .addSubcommand(new StatusCommand())
        .addSubcommand(new VersionCommand());
  }

  /** Called without a command. */
  @Override
  public Integer call() {
    CommandLine commandLine = Objects.requireNonNull(spec).commandLine();
    commandLine.getErr().println("no command given");
    commandLine.usage(commandLine.getErr());
    return ExitCode.USAGE;
  }

  static PrintWriter out(@Nullable CommandSpec spec) {
    return Objects.requireNonNull(spec).commandLine().getOut();
  }

  static PrintWriter err(@Nullable CommandSpec spec) {
    return Objects.requireNonNull(spec).commandLine().getErr();
  }

  /** For {@code --version}. */
  static final class VersionText implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"pillion-sidecar " + Version.current()};
    }
  }
}
