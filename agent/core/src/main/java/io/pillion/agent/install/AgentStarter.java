package io.pillion.agent.install;

import io.pillion.agent.config.AgentConfig;
import io.pillion.agent.config.AgentLog;
import io.pillion.agent.slf4j.LogHolder;
import java.lang.instrument.Instrumentation;
import java.util.List;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** The first class of ours in the isolated loader; premain calls it by reflection. */
public final class AgentStarter {

  private AgentStarter() {}

  /**
   * Does what must be done before the application's main method, and leaves the rest to the thread
   * {@code pillion-start}.
   *
   * @param options what stood after the agent's path, or null
   * @param agentJar open, and kept open
   * @param calledNs of {@link System#nanoTime}, when the JVM called the agent
   */
  public static void start(
      Instrumentation instrumentation, @Nullable String options, JarFile agentJar, long calledNs)
      throws Exception {
    StartClock clock = new StartClock(calledNs);
    clock.mark("loader");
    AgentConfig config = AgentConfig.read(options);
    AgentLog log = new AgentLog(config.logLevel());
    LogHolder.set(log);
    List<String> problems = config.problems();
    for (int i = 0; i < problems.size(); i++) {
      log.error(problems.get(i));
    }
    if (!config.enabled()) {
      log.debug("switched off by configuration");
      return;
    }
    if (config.namedInstrumentationsOnly()) {
      log.warn(
          "servers whose instrumentation is not switched on by its name get neither spans nor"
              + " policy: otel.instrumentation.common.default-enabled=false");
    }
    clock.mark("config");
    ClassLoader loader = AgentStarter.class.getClassLoader();
    ModuleDoors.openJavaBase(instrumentation, loader.getUnnamedModule());
    ClassDefiner definer = new ClassDefiner();
    bootstrap(instrumentation, definer, agentJar, log);
    clock.mark("bootstrap");
    Targets targets = Targets.read(loader);
    StartSequence sequence =
        new StartSequence(instrumentation, definer, config, log, targets, agentJar, clock);
    TargetTransformer transformer = new TargetTransformer(targets, sequence);
    instrumentation.addTransformer(transformer, true);
    if (AnnotationTransformer.isWanted(config)) {
      instrumentation.addTransformer(new AnnotationTransformer(sequence));
    }
    Thread thread = new Thread(sequence, "pillion-start");
    thread.setDaemon(true);
    thread.setContextClassLoader(loader);
    sequence.runOn(thread);
    thread.start();
    sequence.awaitIfLoadedBefore();
    clock.mark("transformer");
  }

  private static void bootstrap(
      Instrumentation instrumentation, ClassDefiner definer, JarFile agentJar, AgentLog log) {
    try {
      BootstrapClasses.define(definer, agentJar);
    } catch (Exception | LinkageError e) {
      log.debug("boot class path appended to, the JVM may warn: cause=" + e);
      BootstrapClasses.append(instrumentation, agentJar);
    }
  }
}
