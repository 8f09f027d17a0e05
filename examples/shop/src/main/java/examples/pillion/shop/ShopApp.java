package examples.pillion.shop;

import java.io.IOException;
import java.net.URI;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.LifecycleException;

/** Starts the shop: {@code java -jar shop.jar [--port N] [--inventory URL]}. */
public final class ShopApp {

  private static final String DEFAULT_PORT = "8080";
  private static final String DEFAULT_INVENTORY = "http://127.0.0.1:8081";

  /** Held, because the log manager holds loggers weakly and would forget the level. */
  private static final Logger TOMCAT_LOG = Logger.getLogger("org.apache");

  private ShopApp() {}

  /**
   * Serves until the process is told to stop.
   *
   * @param args {@code --port N}, 0 picks a free one, else the environment's {@code PORT}, or 8080;
   *     {@code --inventory URL}, else {@code INVENTORY_URL}, or port 8081 of this host
   */
  public static void main(String[] args) throws IOException, LifecycleException {
    checkNames(args);
    TOMCAT_LOG.setLevel(Level.WARNING);
    // Forget an idle connection before the inventory does, so that none is used as it closes.
    System.setProperty("jdk.httpclient.keepalive.timeout", "10");
    int port = Integer.parseInt(value(args, "--port", "PORT", DEFAULT_PORT));
    URI inventory = URI.create(value(args, "--inventory", "INVENTORY_URL", DEFAULT_INVENTORY));
    ShopServer server = new ShopServer(port, inventory);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shop-stop"));
    System.out.println("shop listening on http://127.0.0.1:" + server.port());
  }

  private static void checkNames(String[] args) {
    boolean good = args.length % 2 == 0;
    for (int i = 0; good && i < args.length; i += 2) {
      good = args[i].equals("--port") || args[i].equals("--inventory");
    }
    if (!good) {
      System.err.println("usage: java -jar shop.jar [--port N] [--inventory URL]");
      System.exit(64);
    }
  }

  private static String value(String[] args, String option, String variable, String otherwise) {
    for (int i = 0; i + 1 < args.length; i += 2) {
      if (args[i].equals(option)) {
        return args[i + 1];
      }
    }
    String fromEnvironment = System.getenv(variable);
    return fromEnvironment == null ? otherwise : fromEnvironment;
  }
}
