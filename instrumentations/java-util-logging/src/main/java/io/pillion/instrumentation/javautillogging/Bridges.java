package io.pillion.instrumentation.javautillogging;

import java.util.logging.Handler;
import java.util.logging.Logger;

/** Handlers that give records to another logging library, whose events are captured there. */
public final class Bridges {
  private Bridges() {}

  /** Whether one of them takes what the logger logs. */
  static boolean take(Logger logger) {
    for (Logger l = logger; l != null; l = l.getUseParentHandlers() ? l.getParent() : null) {
      for (Handler handler : l.getHandlers()) {
        if (isBridge(handler)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isBridge(Handler handler) {
    for (Class<?> type = handler.getClass(); type != null; type = type.getSuperclass()) {
      String name = type.getName();
      if (name.equals("org.slf4j.bridge.SLF4JBridgeHandler")
          || name.equals("org.apache.logging.log4j.jul.Log4jBridgeHandler")) {
        return true;
      }
    }
    return false;
  }
}
