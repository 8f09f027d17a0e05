package io.pillion.agent.app;

import org.eclipse.jetty.ee10.servlet.FilterHolder;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;

/** The servlets on Jetty 12, EE 10. */
public final class JettyApp {

  private JettyApp() {}

  /**
   * Serves and calls itself.
   *
   * @param arguments {@code record} if the agent is present
   */
  public static void main(String[] arguments) throws Exception {
    Recorder recorder = arguments.length > 0 ? Recorder.install() : null;
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler(ServletApp.CONTEXT);
    ServletHolder servlet = new ServletHolder("app", new ServletApp.Servlet());
    servlet.setAsyncSupported(true);
    for (String pattern : Mappings.SYNCHRONOUS) {
      context.addServlet(servlet, pattern);
    }
    ServletHolder async = new ServletHolder("async", new ServletApp.AsyncServlet());
    async.setAsyncSupported(true);
    for (String pattern : Mappings.ASYNCHRONOUS) {
      context.addServlet(async, pattern);
    }
    FilterHolder filter = new FilterHolder(new ServletApp.MarkingFilter());
    filter.setAsyncSupported(true);
    context.addFilter(filter, "/*", ServletApp.FILTERED);
    server.setHandler(context);
    server.start();
    ServletApp.callAll(connector.getLocalPort());
    server.stop();
    if (recorder != null) {
      recorder.print();
    }
  }
}
