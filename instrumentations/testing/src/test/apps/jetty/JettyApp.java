package apps;

import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** Embedded Jetty, any version: its packages are renamed before it is compiled. */
public final class JettyApp {
  private JettyApp() {}

  public static void main(String[] arguments) throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    context.setContextPath("/");
    ServletHolder servlet = new ServletHolder("answer", new AnswerServlet());
    for (String mapping : AnswerServlet.MAPPINGS) {
      context.addServlet(servlet, mapping);
    }
    server.setHandler(context);
    server.start();
    System.out.println("port " + connector.getLocalPort());
    server.join();
  }
}
