package io.pillion.agent.install;

import io.pillion.agent.config.AgentLog;
import java.io.IOException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.jspecify.annotations.Nullable;

/**
 * Defines the helper classes of a module in the loaders whose classes it instruments, once each, if
 * everything they link to is there.
 *
 * <p><b>Threading.</b> Any thread. No lock is held while a class is defined, because defining one
 * may load others under locks of the application's loaders; two threads may race, and the loader
 * lets one win.
 */
final class HelperInjector {
  private final ClassDefiner definer;
  private final ClassFileLocator agentClasses;
  private final AgentLog log;
  private final Map<@Nullable ClassLoader, Map<String, Boolean>> provided =
      Collections.synchronizedMap(new WeakHashMap<>());

  HelperInjector(ClassDefiner definer, ClassLoader agentLoader, AgentLog log) {
    this.definer = definer;
    this.agentClasses = ClassFileLocator.ForClassLoader.of(agentLoader);
    this.log = log;
  }

  /** Whether the module's advice can run in classes of this loader; its helpers are then there. */
  boolean provide(InstalledModule module, @Nullable ClassLoader loader)
      throws IOException, ReflectiveOperationException {
    Map<String, Boolean> byModule =
        provided.computeIfAbsent(loader, unused -> new ConcurrentHashMap<>());
    Boolean known = byModule.get(module.name());
    if (known != null) {
      return known;
    }
    String missing =
        new LinkageCheck(agentClasses, locatorOf(loader)).firstMissing(module.codeClassNames());
    if (missing == null) {
      for (String helper : module.helperClassNames()) {
        define(helper, loader);
      }
    } else {
      log.debug(
          "instrumentation skipped for a class loader: name="
              + module.name()
              + ", loader="
              + loader
              + ", missing="
              + missing);
    }
    byModule.put(module.name(), missing == null);
    return missing == null;
  }

  private void define(String helper, @Nullable ClassLoader loader)
      throws IOException, ReflectiveOperationException {
    try {
      definer.define(helper, agentClasses.locate(helper).resolve(), loader);
    } catch (LinkageError e) {
      // Exactly this type says that the loader has it: from another module, thread, or attach.
      if (e.getClass() != LinkageError.class) {
        throw e;
      }
    }
  }

  /** Where to find the class files that a loader sees, without loading them. */
  static ClassFileLocator locatorOf(@Nullable ClassLoader loader) {
    return loader == null
        ? ClassFileLocator.ForClassLoader.ofBootLoader()
        : ClassFileLocator.ForClassLoader.of(loader);
  }

  /** The module in which helpers of this loader live. */
  static Module unnamedModule(@Nullable ClassLoader loader, Module fallback) {
    return loader == null ? fallback : loader.getUnnamedModule();
  }
}
