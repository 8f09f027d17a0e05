package examples.pillion.shop;

import jakarta.servlet.http.HttpServlet;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;

/** The shop's routes on embedded Tomcat, loopback only. */
final class ShopServer implements AutoCloseable {

  private static final String LOOPBACK = "127.0.0.1";

  private final Tomcat tomcat = new Tomcat();
  private final Path workDirectory;

  /**
   * Binds and starts serving.
   *
   * @param port 0 picks a free one
   * @param inventory where the inventory service listens
   */
  ShopServer(int port, URI inventory) throws IOException, LifecycleException {
    workDirectory = Files.createTempDirectory("shop-tomcat-");
    tomcat.setBaseDir(workDirectory.toString());
    tomcat.setHostname(LOOPBACK);
    tomcat.setPort(port);
    tomcat.getConnector().setProperty("address", LOOPBACK);
    tomcat.getConnector().setProperty("maxKeepAliveRequests", "-1");
    tomcat.getConnector().setProperty("keepAliveTimeout", "60000");
    addRoutes(inventory);
    tomcat.start();
    if (tomcat.getConnector().getLocalPort() < 0) {
      throw new IOException("cannot listen: port=" + port + "; is it in use?");
    }
  }

  private void addRoutes(URI inventory) {
    Context context = tomcat.addContext("", workDirectory.toString());
    ((StandardJarScanner) context.getJarScanner()).setScanClassPath(false);
    InventoryClient client = new InventoryClient(inventory);
    route(context, "/checkout", new CheckoutServlet(client));
    route(context, "/cart", new CartServlet(client));
    route(context, "/fail", new FailServlet());
    route(context, "/admin/report", new FixedServlet("{\"revenue\":\"confidential\"}"));
    route(context, "/health", new FixedServlet("{\"status\":\"up\"}"));
  }

  private static void route(Context context, String path, HttpServlet servlet) {
    Wrapper wrapper = Tomcat.addServlet(context, path, servlet);
    wrapper.setAsyncSupported(true);
    context.addServletMappingDecoded(path, path);
  }

  int port() {
    return tomcat.getConnector().getLocalPort();
  }

  /** Stops accepting, lets requests under way finish, and removes the work directory. */
  @Override
  public void close() {
    try {
      tomcat.stop();
      tomcat.destroy();
    } catch (LifecycleException e) {
      System.err.println("shop did not stop cleanly: " + e.getMessage());
    }
    deleteWorkDirectory();
  }

  private void deleteWorkDirectory() {
    try (Stream<Path> files = Files.walk(workDirectory)) {
      files.sorted(Comparator.reverseOrder()).forEach(ShopServer::delete);
    } catch (IOException | UncheckedIOException e) {
      System.err.println("work directory remains: " + e.getMessage());
    }
  }

  private static void delete(Path file) {
    try {
      Files.delete(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
