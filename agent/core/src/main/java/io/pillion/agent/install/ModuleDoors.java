package io.pillion.agent.install;

import java.lang.instrument.Instrumentation;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Opens parts of JDK modules, each to one unnamed module of ours and to nobody else. */
final class ModuleDoors {

  private ModuleDoors() {}

  /** What the class definer and Chronicle need of {@code java.base}. */
  static void openJavaBase(Instrumentation instrumentation, Module reader) {
    Set<Module> us = Collections.singleton(reader);
    Map<String, Set<Module>> exports = new HashMap<>();
    exports.put("jdk.internal.misc", us);
    Map<String, Set<Module>> opens = new HashMap<>();
    opens.put("sun.nio.ch", us);
    opens.put("java.lang.reflect", us);
    opens.put("jdk.internal.ref", us);
    instrumentation.redefineModule(
        Object.class.getModule(),
        Collections.emptySet(),
        exports,
        opens,
        Collections.emptySet(),
        Collections.emptyMap());
  }

  /** Lets classes of a named module see helpers in an unnamed one. */
  static void addRead(Instrumentation instrumentation, Module from, Module to) {
    if (from.isNamed() && !from.canRead(to)) {
      instrumentation.redefineModule(
          from,
          Collections.singleton(to),
          Collections.emptyMap(),
          Collections.emptyMap(),
          Collections.emptySet(),
          Collections.emptyMap());
    }
  }
}
