package io.pillion.ipc.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import net.openhft.chronicle.core.Jvm;
import net.openhft.chronicle.core.onoes.ExceptionHandler;

/**
 * Loads Chronicle without its side effects: no banner, no usage statistics, no disk monitor, no
 * {@code system.properties} read from the working directory, no log lines, no directory of its own.
 *
 * <p>The switches are system properties, seen by the whole process: they are put back once the
 * classes that read them are initialised.
 */
final class ChronicleEnvironment {
  private static final Map<String, String> SWITCHES =
      Map.of(
          "chronicle.announcer.disable", "true",
          "chronicle.analytics.disable", "true",
          "chronicle.disk.monitor.disable", "true",
          "disable.discard.warning", "true",
          "jvm.resource.tracing", "false",
          "system.properties", "io/pillion/ipc/internal/chronicle.properties",
          "project.build.directory", System.getProperty("java.io.tmpdir", "/tmp"));

  private static boolean ready;

  private ChronicleEnvironment() {}

  /** Does it once; later calls return at once. */
  static synchronized void prepare() {
    if (ready) {
      return;
    }
    Map<String, String> before = new LinkedHashMap<>();
    SWITCHES.forEach((key, value) -> before.put(key, System.setProperty(key, value)));
    try {
      Jvm.init();
      Jvm.setExceptionHandlers(ignoring(), ignoring(), ignoring());
      initialise("net.openhft.chronicle.core.OS");
      initialise("net.openhft.chronicle.threads.DiskSpaceMonitor");
      initialise("net.openhft.chronicle.queue.impl.single.SingleChronicleQueue");
      initialise("net.openhft.chronicle.core.internal.announcer.InternalAnnouncer");
    } finally {
      before.forEach(ChronicleEnvironment::restore);
    }
    ready = true;
  }

  private static ExceptionHandler ignoring() {
    return (clazz, message, thrown) -> {};
  }

  private static void initialise(String name) {
    try {
      Class.forName(name, true, ChronicleEnvironment.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      // Another version of Chronicle without that class: nothing to silence.
    }
  }

  private static void restore(String key, String value) {
    if (value == null) {
      System.clearProperty(key);
    } else {
      System.setProperty(key, value);
    }
  }
}
