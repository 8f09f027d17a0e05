package io.pillion.sidecar;

import io.pillion.sidecar.config.Problem;
import io.pillion.sidecar.config.SidecarConfig;
import io.pillion.sidecar.export.TelemetryExporter;
import io.pillion.sidecar.log.EventLog;
import io.pillion.sidecar.red.RequestDurations;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** The command line with a core that always has something under way, to be run as a process. */
final class StuckSidecar {
  private StuckSidecar() {}

  public static void main(String[] args) {
    System.exit(SidecarMain.commandLine(new Factory()).execute(args));
  }

  private static final class Factory implements Core.Factory {
    private final FakeCore.Factory fakes = new FakeCore.Factory();

    @Override
    public Core open(
        SidecarConfig config,
        TelemetryExporter exporter,
        RequestDurations durations,
        EventLog log,
        Consumer<Problem> problems) {
      fakes.open(config, exporter, durations, log, problems);
      fakes.core.underWay.add(new CompletableFuture<>());
      return fakes.core;
    }

    @Override
    public List<Problem> check(SidecarConfig config) {
      return List.of();
    }
  }
}
