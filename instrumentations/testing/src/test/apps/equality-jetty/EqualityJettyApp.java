package apps;

import org.eclipse.jetty.ee10.servlet.ErrorPageErrorHandler;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Embedded Jetty 12 that shows much of what a servlet can do. */
public final class EqualityJettyApp {
  private EqualityJettyApp() {}

  public static void main(String[] arguments) throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    context.setContextPath("/");
    ServletHolder servlet = new ServletHolder("equality", new EqualityServlet());
    servlet.setAsyncSupported(true);
    context.addServlet(servlet, "/*");
    // By which way a thread came differs from request to request.
    ErrorPageErrorHandler errors = new ErrorPageErrorHandler();
    errors.setShowStacks(false);
    context.setErrorHandler(errors);
    server.setHandler(context);
    server.start();
    System.out.println("port " + connector.getLocalPort());
    server.join();
  }
}
