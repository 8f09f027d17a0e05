package io.pillion.agent.install;

import io.opentelemetry.javaagent.extension.instrumentation.InstrumentationModule;
import io.pillion.agent.bootstrap.Agent;
import io.pillion.agent.config.AgentConfig;
import io.pillion.agent.config.AgentLog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The instrumentation modules, each made when the first class that it may weave is loaded.
 *
 * <p><b>Threading.</b> Any thread; no lock is held while a module is made, and of two that race one
 * is forgotten.
 */
final class Modules {
  private final AgentConfig config;
  private final AgentLog log;
  private final Map<String, List<InstalledModule>> made = new ConcurrentHashMap<>();

  Modules(AgentConfig config, AgentLog log) {
    this.config = config;
    this.log = log;
  }

  /** Those of these class names that the configuration leaves enabled, in the order to weave in. */
  List<InstalledModule> of(List<String> classNames) {
    List<InstalledModule> modules = new ArrayList<>(classNames.size());
    for (String className : classNames) {
      List<InstalledModule> known = made.get(className);
      if (known == null) {
        known = makeOrTell(className);
        made.put(className, known);
      }
      modules.addAll(known);
    }
    modules.sort(Comparator.comparingInt(InstalledModule::order));
    return modules;
  }

  /** A module that cannot be made is left out; others may have to weave the same class. */
  private List<InstalledModule> makeOrTell(String className) {
    try {
      return make(className);
    } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
      Agent.adviceFailed(e);
      log.error("instrumentation left out: class=" + className + ", cause=" + e);
      return List.of();
    }
  }

  /** The module, or nothing if it is switched off. */
  private List<InstalledModule> make(String className) throws ReflectiveOperationException {
    InstrumentationModule module = instance(className);
    if (config.instrumentationEnabled(module.instrumentationNames(), module.defaultEnabled())) {
      return List.of(InstalledModule.of(module));
    }
    log.debug("instrumentation switched off: name=" + module.instrumentationName());
    return List.of();
  }

  static InstrumentationModule instance(String className) throws ReflectiveOperationException {
    return Class.forName(className, true, Modules.class.getClassLoader())
        .asSubclass(InstrumentationModule.class)
        .getConstructor()
        .newInstance();
  }
}
