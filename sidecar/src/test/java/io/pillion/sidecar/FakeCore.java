package io.pillion.sidecar;

import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.wire.SpanRecord;
import io.pillion.sidecar.admin.PolicyStatus;
import io.pillion.sidecar.config.Problem;
import io.pillion.sidecar.config.SidecarConfig;
import io.pillion.sidecar.export.Batch;
import io.pillion.sidecar.export.ExportResult;
import io.pillion.sidecar.export.TelemetryExporter;
import io.pillion.sidecar.ingest.DecisionView;
import io.pillion.sidecar.ingest.RefusedSession;
import io.pillion.sidecar.ingest.SessionView;
import io.pillion.sidecar.log.EventLog;
import io.pillion.sidecar.red.RequestDurations;
import io.pillion.sidecar.testing.FakeState;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** A core that a test feeds by hand, and that remembers what was done with it. */
final class FakeCore implements Core {
  final List<String> calls = Collections.synchronizedList(new ArrayList<>());
  final List<CompletableFuture<ExportResult>> underWay =
      Collections.synchronizedList(new ArrayList<>());
  final List<SessionView> sessions = new ArrayList<>();
  final List<DecisionView> decisions = new ArrayList<>();
  final TelemetryExporter exporter;

  final RequestDurations durations;

  private FakeCore(TelemetryExporter exporter, RequestDurations durations) {
    this.exporter = exporter;
    this.durations = durations;
  }

  static final class Factory implements Core.Factory {
    FakeCore core;
    final List<Problem> problems = new ArrayList<>();

    @Override
    public Core open(
        SidecarConfig config,
        TelemetryExporter exporter,
        RequestDurations durations,
        EventLog log,
        Consumer<Problem> sink) {
      core = new FakeCore(exporter, durations);
      problems.forEach(sink);
      return core;
    }

    @Override
    public List<Problem> check(SidecarConfig config) {
      return problems;
    }
  }

  void feed(Batch<SpanRecord> batch) {
    underWay.add(exporter.export(batch));
  }

  @Override
  public Path directory() {
    return Path.of("fake");
  }

  @Override
  public void start() {
    calls.add("start");
  }

  @Override
  public boolean drain(Duration atMost) {
    calls.add("drain");
    CompletableFuture<Void> all =
        CompletableFuture.allOf(underWay.toArray(new CompletableFuture<?>[0]));
    try {
      all.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException | ExecutionException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public List<SessionView> sessions() {
    return sessions;
  }

  @Override
  public List<RefusedSession> refusedSessions() {
    return List.of();
  }

  @Override
  public List<DecisionView> recentDecisions() {
    return decisions;
  }

  @Override
  public Map<Decision.Reason, Long> decisionReasons() {
    return Map.of();
  }

  @Override
  public PolicyStatus policy() {
    return new FakeState().policy;
  }

  @Override
  public long idleMillis() {
    return 0;
  }

  @Override
  public void close() {
    calls.add("close");
  }
}
