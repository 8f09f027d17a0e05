package io.pillion.sidecar;

import io.pillion.ipc.DirectoryInspection;
import io.pillion.ipc.IpcRoot;
import io.pillion.sidecar.inspect.InspectionJson;
import io.pillion.sidecar.inspect.InspectionText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code inspect}: shows what is in a shared directory, without disturbing anybody. */
@Command(
    name = "inspect",
    description =
        "Show the sessions in a shared directory, living or dead: counters, positions, and whether"
            + " they add up. Nothing is changed, and neither agents nor the sidecar notice.",
    sortOptions = false,
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:all is sound",
      " 1:something is damaged, of another version, or does not add up; it is marked as such",
      "64:wrong usage, or no such directory",
      "70:a fault of the sidecar"
    })
final class InspectCommand implements Callable<Integer> {
  /** Idle, either side beats once a second. */
  private static final Duration LONGEST_LOOK = Duration.ofMillis(2_500);

  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      description =
          "The directory, as ipc.dir names it. Without it PILLION_IPC_DIR applies, then the default"
              + " of both sides.")
  private @Nullable Path directory;

  @Option(names = "--json", description = "Print one JSON object instead of text.")
  private boolean json;

  @SuppressWarnings("UnusedVariable") // read by picocli
  @Mixin
  private final HelpOption help = new HelpOption();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    Path configured = directory;
    Path looked =
        IpcRoot.locate(
            configured == null ? System.getenv("PILLION_IPC_DIR") : configured.toString());
    DirectoryInspection inspection;
    try {
      inspection = DirectoryInspection.of(looked, LONGEST_LOOK);
    } catch (IOException e) {
      PrintWriter err = SidecarMain.err(spec);
      err.println("error: directory cannot be read: " + e);
      err.flush();
      return ExitCode.USAGE;
    }
    PrintWriter out = SidecarMain.out(spec);
    out.print(json ? InspectionJson.of(inspection) : InspectionText.of(inspection));
    out.flush();
    return inspection.isSound() ? ExitCode.OK : ExitCode.UNSOUND;
  }
}
