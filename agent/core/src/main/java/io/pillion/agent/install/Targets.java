package io.pillion.agent.install;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The classes that are woven, and the modules that do it, as the list in the agent jar has them: so
 * a module whose library an application does not have costs it nothing.
 *
 * <p>Lines {@code module <class name>} name the modules of the classes in the lines below them.
 * Class names are with slashes here, as the JVM has them.
 *
 * <p><b>Threading.</b> Immutable.
 */
final class Targets {
  private static final String LIST = "META-INF/pillion/targets";
  private static final String MODULE = "module ";

  private final Map<String, List<String>> modules;

  private Targets(Map<String, List<String>> modules) {
    this.modules = modules;
  }

  static Targets read(ClassLoader loader) throws IOException {
    return parse(ResourceLines.read(loader, LIST));
  }

  static Targets parse(List<String> lines) {
    Map<String, List<String>> modules = new HashMap<>();
    List<String> group = new ArrayList<>();
    boolean inClasses = false;
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i);
      if (line.startsWith(MODULE)) {
        if (inClasses) {
          group = new ArrayList<>();
          inClasses = false;
        }
        group.add(line.substring(MODULE.length()));
      } else {
        inClasses = true;
        String target = line.replace('.', '/');
        List<String> known = modules.get(target);
        if (known == null) {
          modules.put(target, group);
        } else {
          // Named by the modules of several libraries.
          List<String> all = new ArrayList<>(known);
          for (String module : group) {
            if (!all.contains(module)) {
              all.add(module);
            }
          }
          modules.put(target, all);
        }
      }
    }
    return new Targets(modules);
  }

  boolean contains(String className) {
    return modules.containsKey(className);
  }

  Set<String> classNames() {
    return modules.keySet();
  }

  /** Class names, with dots, of the modules that may weave the class. */
  List<String> modulesOf(String className) {
    return modules.getOrDefault(className, List.of());
  }
}
