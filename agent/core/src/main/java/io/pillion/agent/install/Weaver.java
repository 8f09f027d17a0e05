package io.pillion.agent.install;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.pillion.agent.config.AgentConfig;
import io.pillion.agent.config.AgentLog;
import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
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

  private final List<InstalledModule> modules;
  private final HelperInjector helpers;
  private final Instrumentation instrumentation;
  private final AgentLog log;
  private final ByteBuddy byteBuddy;
  private final ClassFileLocator agentClasses;
  private final Set<String> woven = ConcurrentHashMap.newKeySet();

  private Weaver(
      List<InstalledModule> modules,
      HelperInjector helpers,
      Instrumentation instrumentation,
      AgentLog log) {
    this.modules = modules;
    this.helpers = helpers;
    this.instrumentation = instrumentation;
    this.log = log;
    this.agentClasses = ClassFileLocator.ForClassLoader.of(Weaver.class.getClassLoader());
    this.byteBuddy =
        new ByteBuddy()
            .with(TypeValidation.DISABLED)
            .with(InstrumentedType.Factory.Default.FROZEN)
            .with(Implementation.Context.Disabled.Factory.INSTANCE)
            .with(MethodGraph.Compiler.ForDeclaredMethods.INSTANCE);
  }

  /** Loads the modules that the isolated loader knows and the configuration leaves enabled. */
  static Weaver create(
      Instrumentation instrumentation, ClassDefiner definer, AgentConfig config, AgentLog log) {
    ClassLoader loader = Weaver.class.getClassLoader();
    List<InstalledModule> modules = new ArrayList<>();
    for (InstrumentationModule module : ServiceLoader.load(InstrumentationModule.class, loader)) {
      if (config.instrumentationEnabled(module.instrumentationNames(), module.defaultEnabled())) {
        modules.add(InstalledModule.of(module));
      } else {
        log.debug("instrumentation switched off: name=" + module.instrumentationName());
      }
    }
    modules.sort(Comparator.comparingInt(InstalledModule::order));
    return new Weaver(modules, new HelperInjector(definer, loader, log), instrumentation, log);
  }

  /** For what {@link AnnotationTransformer} finds, which no list of targets names. */
  static Weaver forAnnotations(Instrumentation instrumentation, ClassDefiner definer, AgentLog log)
      throws ReflectiveOperationException {
    ClassLoader loader = Weaver.class.getClassLoader();
    Class<?> type = Class.forName(AnnotationTransformer.MODULE, true, loader);
    InstrumentationModule module = (InstrumentationModule) type.getConstructor().newInstance();
    return new Weaver(
        List.of(InstalledModule.of(module)),
        new HelperInjector(definer, loader, log),
        instrumentation,
        log);
  }

  /** Whether a class of this name has been woven, in any loader. */
  boolean hasWoven(String className) {
    return woven.contains(className);
  }

  /** Whether an enabled module matches a loaded class. */
  boolean wants(Class<?> type) {
    TypeDescription description = TypeDescription.ForLoadedType.of(type);
    for (InstalledModule installed : modules) {
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
    String name = className.replace('/', '.');
    ClassFileLocator target = locator(loader, name, classFile);
    TypeDescription type = pool(target).describe(name).resolve();
    List<InstalledModule.AdvicePlan> plans = new ArrayList<>();
    for (InstalledModule installed : modules) {
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
    log.debug("class woven: name=" + name + ", loader=" + loader);
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
        smallest = target.replace('/', '.');
        bytes = found.resolve();
      }
    }
    if (smallest == null || bytes == null) {
      return;
    }
    ClassFileLocator locator = locator(platform, smallest, bytes);
    TypeDescription type = pool(locator).describe(smallest).resolve();
    for (InstalledModule installed : modules) {
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
