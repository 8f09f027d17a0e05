package io.pillion.agent.install;

import io.pillion.agent.config.AgentLog;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.dynamic.TypeResolutionStrategy;
import net.bytebuddy.dynamic.scaffold.InstrumentedType;
import net.bytebuddy.dynamic.scaffold.MethodGraph;
import net.bytebuddy.dynamic.scaffold.TypeValidation;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.pool.TypePool;
import org.jspecify.annotations.Nullable;

/**
 * Weaves the advice of all enabled instrumentation modules into the classes they match. The shape
 * of a class never changes, so weaving works on loaded classes and beside other agents.
 *
 * <p><b>Threading.</b> Any thread; no lock is held while classes load.
 */
final class Weaver {
  private static final int SMALL_CLASS_BYTES = 8 * 1024;

  private final ModuleFinder modules;
  private final HelperInjector helpers;
  private final Instrumentation instrumentation;
  private final AgentLog log;
  private final ByteBuddy byteBuddy;
  private final ClassFileLocator agentClasses;
  private final Set<String> woven = ConcurrentHashMap.newKeySet();

  /** Finds the modules that may weave a class, whose name has slashes. */
  @FunctionalInterface
  private interface ModuleFinder {
    List<InstalledModule> of(String className);
  }

  private Weaver(
      ModuleFinder modules, Instrumentation instrumentation, ClassDefiner definer, AgentLog log) {
    ClassLoader loader = Weaver.class.getClassLoader();
    this.modules = modules;
    this.helpers = new HelperInjector(definer, loader, log);
    this.instrumentation = instrumentation;
    this.log = log;
    this.agentClasses = ClassFileLocator.ForClassLoader.of(loader);
    this.byteBuddy =
        new ByteBuddy()
            .with(TypeValidation.DISABLED)
            .with(InstrumentedType.Factory.Default.FROZEN)
            .with(Implementation.Context.Disabled.Factory.INSTANCE)
            .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE);
  }

  /** For the listed classes. */
  static Weaver forTargets(
      Targets targets,
      Modules modules,
      Instrumentation instrumentation,
      ClassDefiner definer,
      AgentLog log) {
    return new Weaver(
        className -> modules.of(targets.modulesOf(className)), instrumentation, definer, log);
  }

  /** For what {@link AnnotationTransformer} finds, which no list of targets names. */
  static Weaver forAnnotations(Instrumentation instrumentation, ClassDefiner definer, AgentLog log)
      throws ReflectiveOperationException {
    List<InstalledModule> module =
        List.of(InstalledModule.of(Modules.instance(AnnotationTransformer.MODULE)));
    return new Weaver(className -> module, instrumentation, definer, log);
  }

  /** Whether a class of this name has been woven, in any loader. */
  boolean hasWoven(String className) {
    return woven.contains(className);
  }

  /** Whether an enabled module matches a loaded class. */
  boolean wants(Class<?> type) {
    TypeDescription description = TypeDescription.ForLoadedType.of(type);
    for (InstalledModule installed : modules.of(type.getName().replace('.', '/'))) {
      if (!installed.matching(description, type.getClassLoader()).isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /**
   * The class with all matching advice in it; null if none matches.
   *
   * @param className with slashes
   */
  byte @Nullable [] weave(
      @Nullable Module module, @Nullable ClassLoader loader, String className, byte[] classFile)
      throws IOException, ReflectiveOperationException {
    long beganNs = System.nanoTime();
    String name = className.replace('/', '.');
    ClassFileLocator target = locator(loader, name, classFile);
    TypeDescription type = pool(target).describe(name).resolve();
    List<InstalledModule.AdvicePlan> plans = new ArrayList<>();
    for (InstalledModule installed : modules.of(className)) {
      List<InstalledModule.AdvicePlan> matching = installed.matching(type, loader);
      if (!matching.isEmpty() && helpers.provide(installed, loader)) {
        plans.addAll(matching);
      }
    }
    if (plans.isEmpty()) {
      return null;
    }
    if (module != null) {
      ModuleDoors.addRead(instrumentation, module, HelperInjector.unnamedModule(loader, module));
    }
    byte[] result = apply(plans, type, target);
    woven.add(name);
    if (log.debugEnabled()) {
      long micros = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - beganNs);
      log.debug("class woven: name=" + name + ", loader=" + loader + ", us=" + micros);
    }
    return result;
  }

  /**
   * Weaves a small class among the targets that the JDK has, and throws the result away: what loads
   * here does not load on an application thread.
   *
   * @param targets class names with slashes
   */
  void warmUp(Set<String> targets) throws IOException {
    ClassLoader platform = ClassLoader.getPlatformClassLoader();
    ClassFileLocator jdk = ClassFileLocator.ForClassLoader.of(platform);
    String smallest = null;
    byte[] bytes = null;
    for (String target : targets) {
      if (bytes != null && bytes.length < SMALL_CLASS_BYTES) {
        break;
      }
      ClassFileLocator.Resolution found = jdk.locate(target.replace('/', '.'));
      if (found.isResolved() && (bytes == null || found.resolve().length < bytes.length)) {
        smallest = target;
        bytes = found.resolve();
      }
    }
    if (smallest == null || bytes == null) {
      return;
    }
    String name = smallest.replace('/', '.');
    ClassFileLocator locator = locator(platform, name, bytes);
    TypeDescription type = pool(locator).describe(name).resolve();
    for (InstalledModule installed : modules.of(smallest)) {
      apply(installed.matching(type, platform), type, locator);
    }
  }

  private byte[] apply(
      List<InstalledModule.AdvicePlan> plans, TypeDescription type, ClassFileLocator target) {
    ClassFileLocator adviceLocator = new ClassFileLocator.Compound(agentClasses, target);
    TypePool advicePool = pool(adviceLocator);
    DynamicType.Builder<?> builder = byteBuddy.decorate(type, target);
    for (InstalledModule.AdvicePlan plan : plans) {
      builder = builder.visit(plan.advice(advicePool, adviceLocator));
    }
    return builder.make(TypeResolutionStrategy.Disabled.INSTANCE, pool(target)).getBytes();
  }

  private static ClassFileLocator locator(
      @Nullable ClassLoader loader, String name, byte[] classFile) {
    return new ClassFileLocator.Compound(
        ClassFileLocator.Simple.of(name, classFile), HelperInjector.locatorOf(loader));
  }

  private static TypePool pool(ClassFileLocator locator) {
    return new TypePool.Default(
        new TypePool.CacheProvider.Simple(), locator, TypePool.Default.ReaderMode.FAST);
  }
}
