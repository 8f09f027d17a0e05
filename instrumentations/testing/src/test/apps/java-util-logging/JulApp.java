package apps;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Logs by the JDK's loggers: plainly, through a filter, and by a bridge to Logback. */
public final class JulApp {
  private static final Logger LOG = Logger.getLogger("apps.Shop");
  private static final Logger FILTERED = Logger.getLogger("apps.Filtered");
  private static final Logger BRIDGED = Logger.getLogger("apps.Bridged");
  private static final AtomicInteger ASKED = new AtomicInteger();

  private JulApp() {}

  public static void main(String[] arguments) throws Exception {
    FILTERED.setFilter(JulApp::lets);
    BRIDGED.setUseParentHandlers(false);
    BRIDGED.addHandler(new SLF4JBridgeHandler());
    LoggingServer.start(JulApp::log);
  }

  /** Logs by itself, which must not be taken for what is judged. */
  private static boolean lets(LogRecord event) {
    ASKED.incrementAndGet();
    LOG.warning("judging");
    return !event.getMessage().startsWith("muted");
  }

  private static void log(String user, String id) {
    LOG.log(Level.INFO, "info {0}", id);
    LOG.log(Level.WARNING, "warn {0}", id);
    LOG.log(Level.SEVERE, "error " + id, new IllegalStateException("broken " + id));
    FILTERED.log(Level.WARNING, "let {0}", id);
    FILTERED.log(Level.WARNING, "muted {0}", id);
    BRIDGED.log(Level.WARNING, "bridged {0}", id);
    System.out.println("asked " + ASKED.getAndSet(0));
  }
}
