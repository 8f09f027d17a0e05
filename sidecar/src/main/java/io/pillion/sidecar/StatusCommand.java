package io.pillion.sidecar;

import io.pillion.sidecar.config.ConfigKeys;
import io.pillion.sidecar.config.ConfigLoader;
import io.pillion.sidecar.config.ListenAddress;
import io.pillion.sidecar.config.SidecarConfig;
import io.pillion.sidecar.inspect.RunningSidecar;
import io.pillion.sidecar.inspect.StatusText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code status}: asks the running sidecar how it is. */
@Command(
    name = "status",
    description =
        "Show how the running sidecar is: its state, policy, export, and the applications'"
            + " sessions. It is asked at its admin address, from the same machine or pod.",
    sortOptions = false,
    exitCodeOnInvalidInput = ExitCode.USAGE,
    exitCodeOnExecutionException = ExitCode.SOFTWARE,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:it runs and is ready",
      " 1:it runs and is not ready; the reasons are shown",
      "64:wrong usage or settings",
      "69:no sidecar answers there",
      "70:a fault of the sidecar"
    })
final class StatusCommand implements Callable<Integer> {
  @Option(
      names = "--admin",
      paramLabel = "HOST:PORT",
      converter = AdminAddress.class,
      description =
          "Where its admin listener is. Without it admin.address applies: of"
              + " PILLION_ADMIN_ADDRESS, of --config, or its default.")
  private @Nullable ListenAddress admin;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "The settings that it runs with; only admin.address is used.")
  private @Nullable Path config;

  @Option(
      names = "--json",
      description =
          "Print the sidecar's own JSON, of /api/status and /api/sessions, in one object.")
  private boolean json;

  @SuppressWarnings("UnusedVariable") // read by picocli
  @Mixin
  private final HelpOption help = new HelpOption();

  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    ListenAddress address = admin == null ? configured() : admin;
    if (address == null) {
      return ExitCode.USAGE;
    }
    if (address.port() == 0) {
      error(
          "admin.address has port 0, so the system chose one; take it from the sidecar's log,"
              + " event=listening listener=admin, and give it by --admin HOST:PORT");
      return ExitCode.USAGE;
    }
    RunningSidecar sidecar;
    try {
      sidecar = RunningSidecar.ask(address);
    } catch (IOException e) {
      error(
          "no sidecar at http://"
              + address
              + ": "
              + cause(e)
              + "; start it, or name its admin.address by --admin HOST:PORT (the listener is for its"
              + " own machine or pod only)");
      return ExitCode.UNAVAILABLE;
    }
    PrintWriter out = SidecarMain.out(spec);
    out.print(json ? sidecar.json() : StatusText.of(sidecar, Clock.systemUTC()));
    out.flush();
    return sidecar.isReady() ? ExitCode.OK : ExitCode.UNSOUND;
  }

  /** Without a file only the variable that names the address is this command's business. */
  private @Nullable ListenAddress configured() {
    Map<String, String> environment = new HashMap<>(System.getenv());
    // Some settings of a file make sense only with the variables beside it.
    if (config == null) {
      environment.keySet().retainAll(Set.of(ConfigKeys.ADMIN_ADDRESS.environmentName()));
    }
    ConfigLoader.Loaded loaded = ConfigLoader.load(config, environment);
    SidecarConfig settings = loaded.config();
    if (settings == null) {
      ProblemReport.printProblems(loaded.problems(), SidecarMain.err(spec));
      return null;
    }
    return settings.adminAddress();
  }

  private static String cause(IOException e) {
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }

  private void error(String message) {
    PrintWriter err = SidecarMain.err(spec);
    err.println("error: " + message);
    err.flush();
  }

  /** {@code HOST:PORT} of the command line. */
  static final class AdminAddress implements ITypeConverter<ListenAddress> {
    @Override
    public ListenAddress convert(String text) {
      try {
        return ListenAddress.of(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(String.valueOf(e.getMessage()));
      }
    }
  }
}
