package apps;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.AbstractHandler;
import org.eclipse.jetty.server.handler.DefaultHandler;
import org.eclipse.jetty.server.handler.HandlerCollection;
import org.eclipse.jetty.servlet.ServletContextHandler;
import org.eclipse.jetty.servlet.ServletHolder;

/** A server of Jetty 9 to 11 whose default handler is asked about every request. */
public final class JettyOutside9App {
  private JettyOutside9App() {}

  public static void main(String[] arguments) throws Exception {
    Server server = new Server();
    ServerConnector connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    server.addConnector(connector);
    ServletContextHandler context = new ServletContextHandler();
    context.setContextPath("/path");
    context.addServlet(new ServletHolder("answer", new AnswerServlet()), "/123/*");
    HandlerCollection handlers = new HandlerCollection();
    handlers.setHandlers(new Handler[] {context, new OwnHandler(), new DefaultHandler()});
    server.setHandler(handlers);
    server.start();
    System.out.println("other port " + connector.getLocalPort());
    System.out.println("port " + connector.getLocalPort());
    server.join();
  }

  /** Answers without a servlet what asks for it. */
  private static final class OwnHandler extends AbstractHandler {

    @Override
    public void handle(
        String target, Request base, HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      if (request.getHeader("X-Own") != null) {
        base.setHandled(true);
        response.getWriter().print("its own");
      }
    }
  }
}
