package io.pillion.agent.install;

import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.config.AgentConfig;
import io.pillion.agent.config.AgentLog;
import io.pillion.agent.config.ResourceAttributes;
import io.pillion.agent.runtime.AgentRuntime;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * The part of the start that runs beside the application's main method: the runtime first, so that
 * no instrumented class runs without it, then the weaver.
 *
 * <p><b>Threading.</b> {@link #run} belongs to the thread {@code pillion-start}; the other methods
 * to whichever thread loads a class.
 */
final class StartSequence implements Runnable {
  private static final long MAX_WAIT_SECONDS = 10;

  private final Instrumentation instrumentation;
  private final ClassDefiner definer;
  private final AgentConfig config;
  private final AgentLog log;
  private final Targets targets;
  private final JarFile agentJar;
  private final StartClock clock;
  private final CountDownLatch ready = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private final Set<String> passed = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Weaver weaver;
  private volatile @Nullable Weaver annotationWeaver;
  private volatile @Nullable Thread runner;

  StartSequence(
      Instrumentation instrumentation,
      ClassDefiner definer,
      AgentConfig config,
      AgentLog log,
      Targets targets,
      JarFile agentJar,
      StartClock clock) {
    this.instrumentation = instrumentation;
    this.definer = definer;
    this.config = config;
    this.log = log;
    this.targets = targets;
    this.agentJar = agentJar;
    this.clock = clock;
  }

  /** Names the thread that will run this, before it starts. */
  void runOn(Thread thread) {
    runner = thread;
  }

  @Override
  public void run() {
    try {
      AgentRuntime.start(
          config, log, ResourceAttributes.of(config, version()), this::sessionOpened);
      clock.mark("runtime");
      Weaver built =
          Weaver.forTargets(targets, new Modules(config, log), instrumentation, definer, log);
      built.warmUp(targets.classNames());
      clock.mark("warmUp");
      weaver = built;
    } catch (Throwable failure) {
      log.error("start failed, the application runs without instrumentation: cause=" + failure);
    } finally {
      ready.countDown();
    }
    try {
      retransformLoaded();
    } finally {
      done.countDown();
    }
    if (log.debugEnabled()) {
      log.debug("started: " + clock.line());
    }
  }

  /**
   * Waits for the end of it, ten seconds at most, if classes of servers or clients are loaded
   * already, as from an AOT cache of the JVM's: no request is to be served, undecided, before they
   * are woven.
   */
  void awaitIfLoadedBefore() {
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (isTarget(type) && !TargetTransformer.isNeededEarly(type.getModule())) {
        log.debug("the application waits, for a class was loaded before: name=" + type.getName());
        await(done, "classes that were loaded before it may stay unwoven for a while");
        return;
      }
    }
  }

  private boolean isTarget(Class<?> type) {
    return targets.contains(type.getName().replace('.', '/'));
  }

  private void sessionOpened() {
    if (log.debugEnabled()) {
      log.debug("session opened: ms=" + clock.sinceStart());
    }
  }

  /** The weaver, waiting for the start if need be; null if there is none. */
  @Nullable Weaver awaitWeaver() {
    if (ready.getCount() > 0 && Thread.currentThread() != runner) {
      await(ready, "classes left as they are");
    }
    return weaver;
  }

  /** As {@link #awaitWeaver}, for annotated methods; made when the first is met. */
  @Nullable Weaver awaitAnnotationWeaver() throws ReflectiveOperationException {
    Weaver known = annotationWeaver;
    if (known == null && awaitWeaver() != null) {
      // Of two that race one is forgotten: what they define is there once.
      known = Weaver.forAnnotations(instrumentation, definer, log);
      annotationWeaver = known;
    }
    return known;
  }

  /**
   * The weaver; null if it is not there yet, and the class is then woven once the start is through.
   * For classes of the JDK's core: the start may need the very class that its loader waits with.
   */
  @Nullable Weaver weaverOrLater(String className) {
    if (weaver == null) {
      passed.add(className);
    }
    return weaver;
  }

  /** Waits through interrupts, which are the application's and are kept for it. */
  private void await(CountDownLatch latch, String otherwise) {
    long deadlineNs = System.nanoTime() + TimeUnit.SECONDS.toNanos(MAX_WAIT_SECONDS);
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (!latch.await(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            log.warn("start took too long, " + otherwise + ": waitedS=" + MAX_WAIT_SECONDS);
          }
          return;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Counts and reports a class that could not be woven. */
  void reportFailure(String className, Throwable failure) {
    Agent.adviceFailed(failure);
    log.warn("class left as it is: name=" + className.replace('/', '.') + ", cause=" + failure);
  }

  /** Classes that were loaded before the agent, as those of the JDK's core are. */
  private void retransformLoaded() {
    Weaver current = weaver;
    if (current == null) {
      return;
    }
    Set<Class<?>> loaded = new HashSet<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (isTarget(type)) {
        loaded.add(type);
      }
    }
    for (String name : passed) {
      // Waits until the thread that is loading it is done.
      try {
        loaded.add(Class.forName(name.replace('/', '.'), false, null));
      } catch (ClassNotFoundException | LinkageError e) {
        log.debug("class passed and not loaded: name=" + name);
      }
    }
    List<Class<?>> wanted = new ArrayList<>();
    for (Class<?> type : loaded) {
      if (retransformable(current, type)) {
        wanted.add(type);
      }
    }
    retransform(wanted.toArray(new Class<?>[0]));
  }

  private boolean retransformable(Weaver current, Class<?> type) {
    try {
      return !current.hasWoven(type.getName())
          && instrumentation.isModifiableClass(type)
          && current.wants(type);
    } catch (RuntimeException | LinkageError e) {
      reportFailure(type.getName(), e);
      return false;
    }
  }

  /** All at once, because each time stops the application's threads; one by one if that fails. */
  private void retransform(Class<?>[] types) {
    if (types.length == 0) {
      return;
    }
    try {
      instrumentation.retransformClasses(types);
    } catch (Throwable all) {
      for (Class<?> type : types) {
        try {
          instrumentation.retransformClasses(type);
        } catch (Throwable failure) {
          reportFailure(type.getName(), failure);
        }
      }
    }
  }

  private String version() {
    try {
      Manifest manifest = agentJar.getManifest();
      String version =
          manifest == null
              ? null
              : manifest.getMainAttributes().getValue(Attributes.Name.IMPLEMENTATION_VERSION);
      return version == null ? "unknown" : version;
    } catch (IOException e) {
      return "unknown";
    }
  }
}
