package examples.pillion.inventory;

import java.io.IOException;

/** Starts the service: {@code java -jar inventory.jar [--port N]}. */
public final class InventoryApp {

  private static final int DEFAULT_PORT = 8081;

  private InventoryApp() {}

  /**
   * Serves until the process is told to stop.
   *
   * @param args {@code --port N}; 0 picks a free port. Else the environment's {@code PORT}, or
   *     8081.
   */
  public static void main(String[] args) throws IOException {
    // Head and body of an answer leave in two packets: without this the second waits for 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    InventoryServer server = new InventoryServer(port(args));
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "inventory-stop"));
    System.out.println("inventory listening on http://127.0.0.1:" + server.port());
  }

  private static int port(String[] args) {
    if (args.length == 2 && args[0].equals("--port")) {
      return Integer.parseInt(args[1]);
    }
    if (args.length != 0) {
      System.err.println("usage: java -jar inventory.jar [--port N]");
      System.exit(64);
    }
    String fromEnvironment = System.getenv("PORT");
    return fromEnvironment == null ? DEFAULT_PORT : Integer.parseInt(fromEnvironment);
  }
}
