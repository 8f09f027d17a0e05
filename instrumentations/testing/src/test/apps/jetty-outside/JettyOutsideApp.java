package apps;

import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.DefaultHandler;

/** Two servers with a context that does not serve all: one has a default handler, one has none. */
public final class JettyOutsideApp {
  private JettyOutsideApp() {}

  public static void main(String[] arguments) throws Exception {
    Server without = server();
    without.start();
    System.out.println("other port " + port(without));
    Server with = server();
    with.setDefaultHandler(new DefaultHandler());
    with.start();
    System.out.println("port " + port(with));
    with.join();
  }

  private static Server server() {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    context.setContextPath("/path");
    context.addServlet(new ServletHolder("answer", new AnswerServlet()), "/123/*");
    server.setHandler(context);
    return server;
  }

  private static int port(Server server) {
    return ((ServerConnector) server.getConnectors()[0]).getLocalPort();
  }
}
