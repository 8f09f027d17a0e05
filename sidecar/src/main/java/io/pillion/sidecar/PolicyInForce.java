package io.pillion.sidecar;

import io.pillion.ipc.IpcRoot;
import io.pillion.ipc.PolicyPage;
import io.pillion.ipc.policy.Decision;
import io.pillion.ipc.policy.OnUnavailable;
import io.pillion.ipc.policy.PolicySnapshot;
import io.pillion.ipc.policy.SnapshotFormatException;
import io.pillion.sidecar.admin.PolicyStatus;
import io.pillion.sidecar.config.Problem;
import io.pillion.sidecar.config.SidecarConfig;
import io.pillion.sidecar.log.EventLog;
import io.pillion.sidecar.policy.PolicyEngine;
import io.pillion.sidecar.policy.PolicyFiles;
import io.pillion.sidecar.policy.PolicyLoad;
import io.pillion.sidecar.policy.PolicyReload;
import io.pillion.sidecar.policy.PolicySource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the policy of the files in force, in this order: the shared page first, so that an agent
 * that loses the sidecar at any moment decides by the newest; then the engine; then the agents are
 * told that what they cached is void.
 *
 * <p><b>Threading.</b> {@link #load}, {@link #publishTo}, {@link #watch} and {@link #close} belong
 * to the opening thread; the rest may be called by any.
 */
final class PolicyInForce {
  private final @Nullable PolicyFiles files;
  private final @Nullable PolicyLoad initial;
  private final OnUnavailable onUnavailable;
  private final PolicyEngine engine;
  private final EventLog log;
  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong rejected = new AtomicLong();
  private @Nullable PolicyPage page;
  private volatile long loadedEpochMillis;
  private volatile @Nullable PolicySource source;

  private PolicyInForce(
      @Nullable PolicyFiles files,
      @Nullable PolicyLoad initial,
      OnUnavailable onUnavailable,
      PolicyEngine engine,
      EventLog log) {
    this.files = files;
    this.initial = initial;
    this.onUnavailable = onUnavailable;
    this.engine = engine;
    this.log = log;
  }

  /** Reads the files for the first time; null, with the problems told, if they are not good. */
  static @Nullable PolicyInForce load(
      SidecarConfig config, PolicyEngine engine, EventLog log, Consumer<Problem> problems) {
    PolicyFiles files = files(config);
    if (files == null) {
      return new PolicyInForce(null, null, config.policyOnUnavailable(), engine, log);
    }
    PolicyLoad load = files.load();
    load.problems().forEach(problems);
    return load.snapshot() == null
        ? null
        : new PolicyInForce(files, load, config.policyOnUnavailable(), engine, log);
  }

  /** What is wrong with the files. */
  static List<Problem> check(SidecarConfig config) {
    PolicyFiles files = files(config);
    return files == null ? List.of() : files.load().problems();
  }

  private static @Nullable PolicyFiles files(SidecarConfig config) {
    Path path = config.policyPath();
    return path == null ? null : new PolicyFiles(path, config.policyOnUnavailable());
  }

  /**
   * Puts in force what was loaded: no policy, if there are no files, and not an older one. Called
   * again, for a directory that was removed, it publishes what is in force.
   */
  synchronized void publishTo(IpcRoot root) throws IOException {
    boolean again = page != null;
    page = new PolicyPage(root);
    try {
      if (again) {
        publish(engine.snapshot());
        return;
      }
      warnIfAnotherEnds(page);
      PolicySnapshot snapshot = initial == null ? null : initial.snapshot();
      enforce(snapshot == null ? PolicySnapshot.of(List.of(), onUnavailable) : snapshot);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** A sidecar that was started without its policy would else open every door in silence. */
  private void warnIfAnotherEnds(PolicyPage before) {
    try {
      PolicyPage.Content content = files == null ? before.read() : null;
      int policies = content == null ? 0 : PolicySnapshot.decode(content.snapshot()).size();
      if (policies > 0) {
        log.warn(
            "policy.path is not set, the policies published before end now", "policies", policies);
      }
    } catch (IOException | SnapshotFormatException e) {
      log.warn("policy page of an earlier sidecar cannot be read, it is replaced", "cause", e);
    }
  }

  private synchronized void enforce(PolicySnapshot snapshot) {
    publish(snapshot);
    engine.replace(snapshot);
    accepted.incrementAndGet();
    loadedEpochMillis = System.currentTimeMillis();
    log.info("policy in force", "revision", revision(snapshot), "policies", snapshot.size());
    if (files != null && snapshot.size() == 0) {
      log.warn("policy.path holds no policy: every request is allowed", "path", files.path());
    }
  }

  private void publish(PolicySnapshot snapshot) {
    try {
      if (page != null) {
        page.publish(
            new PolicyPage.Content(onUnavailable == OnUnavailable.DENY, snapshot.encode()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("policy cannot be published to the shared directory", e);
    }
  }

  /** From now on follows the files; {@code changed} is run after each change. */
  void watch(Runnable changed) {
    if (files != null && initial != null) {
      source =
          PolicySource.start(
              files,
              initial,
              snapshot -> {
                enforce(snapshot);
                changed.run();
              },
              this::refuse);
    }
  }

  private void refuse(List<Problem> problems) {
    rejected.incrementAndGet();
    for (Problem problem : problems) {
      log.warn("policy refused, the last good one stays in force", "problem", problem);
    }
  }

  Map<Decision.Reason, Long> decisionReasons() {
    return engine.counts();
  }

  PolicyStatus status() {
    if (files == null) {
      return PolicyStatus.notConfigured();
    }
    PolicySource current = source;
    PolicyReload last = current == null ? null : current.lastReload();
    PolicySnapshot snapshot = engine.snapshot();
    return new PolicyStatus(
        true,
        true,
        revision(snapshot),
        snapshot.size(),
        loadedEpochMillis,
        accepted.get(),
        rejected.get(),
        last == null ? List.of() : last.problems());
  }

  private static String revision(PolicySnapshot snapshot) {
    return HexFormat.of().toHexDigits(snapshot.revision());
  }

  void close() {
    PolicySource current = source;
    if (current != null) {
      current.close();
    }
  }
}
