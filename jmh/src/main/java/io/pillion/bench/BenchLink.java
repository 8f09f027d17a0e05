package io.pillion.bench;

import io.pillion.agent.config.AgentLog;
import io.pillion.agent.config.LogLevel;
import io.pillion.agent.policy.PolicyGate;
import io.pillion.ipc.AgentLink;
import io.pillion.ipc.AgentLinkConfig;
import io.pillion.ipc.AgentLinkListener;
import io.pillion.ipc.PolicyPage;
import io.pillion.ipc.wire.DecisionRecord;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The agent's end of the wire, wired as in the agent, with the agent's defaults. */
final class BenchLink implements AutoCloseable {
  static final int RING_SIZE = 8192;
  private static final int SEGMENT_BYTES = 2 << 20;
  private static final long MAX_BYTES = 16 << 20;

  /** Far above the agent's 20 ms: here a late answer is to be seen, not cut off. */
  private static final long TIMEOUT_NS = 1_000_000_000;

  private final AgentLog log = new AgentLog(LogLevel.WARN);
  private final PolicyGate gate = new PolicyGate(false, TIMEOUT_NS, log);
  private final AgentLink link;
  private volatile boolean policyTold;
  private volatile PolicyPage.@Nullable Content policy;

  private BenchLink(Path directory) {
    link =
        new AgentLink(
            new AgentLinkConfig(
                directory, Map.of("service.name", "bench"), RING_SIZE, SEGMENT_BYTES, MAX_BYTES),
            new Listener());
  }

  /** Starts a link in that shared directory. */
  static BenchLink start(Path directory) {
    BenchLink started = new BenchLink(directory);
    started.link.start();
    return started;
  }

  AgentLink link() {
    return link;
  }

  AgentLinkListener listener() {
    return new Listener();
  }

  PolicyGate gate() {
    return gate;
  }

  /** Whether the writer thread looked for a published policy, so that nobody waits for it. */
  boolean policyTold() {
    return policyTold;
  }

  /** What the sidecar published; null if it has not yet. */
  PolicyPage.@Nullable Content policy() {
    return policy;
  }

  @Override
  public void close() {
    link.close();
  }

  private final class Listener implements AgentLinkListener {
    @Override
    public void policy(PolicyPage.@Nullable Content content) {
      gate.policy(content);
      policy = content;
      policyTold = true;
    }

    @Override
    public void policyUnreadable(String problem) {
      gate.policyUnreadable(problem);
    }

    @Override
    public void sidecar(boolean present) {}

    @Override
    public void failed(String problem) {
      log.warn("session failed, these numbers are not good: " + problem);
    }

    @Override
    public long decisions(DecisionRecord.Source source, boolean allowed) {
      return gate.decisions(source, allowed);
    }

    @Override
    public void removedUnread(int sessions, long records) {}

    @Override
    public long adviceFailures() {
      return 0;
    }
  }
}
