package io.pillion.agent.runtime;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.config.AgentConfig;
import io.pillion.agent.config.AgentLog;
import io.pillion.agent.http.HttpSettings;
import io.pillion.agent.http.HttpTracing;
import io.pillion.agent.jvm.JvmMetrics;
import io.pillion.agent.logs.LogCapture;
import io.pillion.agent.policy.PolicyGate;
import io.pillion.agent.span.ApplicationSpans;
import io.pillion.agent.span.CurrentWork;
import io.pillion.agent.telemetry.Propagation;
import io.pillion.agent.telemetry.Sampler;
import io.pillion.agent.telemetry.SpanStart;
import io.pillion.agent.telemetry.ThreadContext;
import io.pillion.ipc.AgentLink;
import io.pillion.ipc.AgentLinkConfig;
import io.pillion.ipc.AgentLinkListener;
import io.pillion.ipc.IpcRoot;
import io.pillion.ipc.PolicyPage;
import io.pillion.ipc.wire.DecisionRecord;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Brings up what serves the instrumentations. */
public final class AgentRuntime {
  /** Segment sizes are multiples of this. */
  private static final long SEGMENT_STEP_BYTES = 256 * 1024;

  private AgentRuntime() {}

  /**
   * Called once, on the thread {@code pillion-start}, before any instrumented class can run. The
   * first instrumented class waits for it, so it returns within milliseconds; files are opened by
   * the link's own thread.
   *
   * @param resource what describes this process in telemetry
   * @param sessionOpened run on the link's thread whenever a session is open
   */
  public static void start(
      AgentConfig config, AgentLog log, Map<String, String> resource, Runnable sessionOpened) {
    Path directory = IpcRoot.locate(config.ipcDir());
    PolicyGate gate = new PolicyGate(config.policyRequired(), config.policyTimeoutNs(), log);
    Listener listener = new Listener(gate, log, sessionOpened);
    AgentLink link =
        new AgentLink(
            new AgentLinkConfig(
                directory,
                resource,
                config.telemetryRingSize(),
                segmentBytes(config),
                config.telemetryMaxSizeBytes()),
            listener);
    listener.metrics = new JvmMetrics(config.jvmMetricsIntervalNs(), link::offer, log);
    Agent.installLogs(new LogCapture(config, link));
    ThreadContext context = new ThreadContext();
    // Loads what it takes here, and not later within a class of the JDK's core.
    context.attach(context.nothing());
    context.detach(context.nothing());
    SpanStart starts =
        new SpanStart(Sampler.of(config.tracesSampler(), config.tracesSamplerRatio()));
    Agent.install(
        new HttpTracing(
            link,
            gate,
            new Propagation(config.propagators()),
            starts,
            new HttpSettings(config.http())),
        context);
    Agent.installSpans(
        new ApplicationSpans(link::offer, starts, config.propagators()), new CurrentWork());
    link.start();
    Runtime.getRuntime().addShutdownHook(new Thread(link::settle, "pillion-shutdown"));
    log.info("agent on: service.name=" + resource.get("service.name") + ", ipc.dir=" + directory);
  }

  private static int segmentBytes(AgentConfig config) {
    long size = config.telemetrySegmentSizeBytes();
    return (int) (size - size % SEGMENT_STEP_BYTES);
  }

  private static final class Listener implements AgentLinkListener {
    private final PolicyGate gate;
    private final AgentLog log;
    private final Runnable sessionOpened;

    /** Set before the link's thread starts. */
    private @Nullable JvmMetrics metrics;

    Listener(PolicyGate gate, AgentLog log, Runnable sessionOpened) {
      this.gate = gate;
      this.log = log;
      this.sessionOpened = sessionOpened;
    }

    @Override
    public void turned() {
      if (metrics != null) {
        metrics.readIfDue(System.nanoTime());
      }
    }

    @Override
    public void policy(PolicyPage.@Nullable Content content) {
      gate.policy(content);
    }

    @Override
    public void policyUnreadable(String problem) {
      gate.policyUnreadable(problem);
    }

    @Override
    public void opened() {
      sessionOpened.run();
    }

    @Override
    public void sidecar(boolean present) {
      log.debug(present ? "sidecar is there" : "sidecar is away");
    }

    @Override
    public void failed(String problem) {
      log.warn("shared memory is off for now, trying again: " + problem);
    }

    @Override
    public void removedUnread(int sessions, long records) {
      log.warn(
          "unread sessions of earlier processes removed to make room: sessions="
              + sessions
              + ", records="
              + records
              + "; start a sidecar for this directory");
    }

    @Override
    public long decisions(DecisionRecord.Source source, boolean allowed) {
      return gate.decisions(source, allowed);
    }

    @Override
    public long adviceFailures() {
      return Agent.adviceFailures();
    }
  }
}
