package examples.pillion.tracecontext;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;

/** The service as a servlet on embedded Tomcat. */
final class TomcatServer {
  private static final String LOOPBACK = "127.0.0.1";

  private TomcatServer() {}

  /** Serves until the process ends; returns the port. */
  static int start(int port, Service service) throws IOException, LifecycleException {
    Path directory = Files.createTempDirectory("trace-context-");
    directory.toFile().deleteOnExit();
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(directory.toString());
    tomcat.setHostname(LOOPBACK);
    tomcat.setPort(port);
    tomcat.getConnector().setProperty("address", LOOPBACK);
    Context context = tomcat.addContext("", directory.toString());
    ((StandardJarScanner) context.getJarScanner()).setScanClassPath(false);
    Tomcat.addServlet(context, "calls", new Calls(service));
    context.addServletMappingDecoded("/*", "calls");
    tomcat.start();
    if (tomcat.getConnector().getLocalPort() < 0) {
      throw new IOException("cannot listen: port=" + port + "; is it in use?");
    }
    return tomcat.getConnector().getLocalPort();
  }

  private static final class Calls extends HttpServlet {
    private static final long serialVersionUID = 1;

    private final transient Service service;

    Calls(Service service) {
      this.service = service;
    }

    @Override
    protected void doPost(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      Service.Answer answer = service.serve(request.getInputStream().readAllBytes());
      response.setStatus(answer.status());
      response.setContentType("text/plain;charset=utf-8");
      response.getOutputStream().write(answer.body());
    }
  }
}
