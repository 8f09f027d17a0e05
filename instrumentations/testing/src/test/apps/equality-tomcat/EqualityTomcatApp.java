package apps;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;

/** Embedded Tomcat that shows much of what a servlet can do. */
public final class EqualityTomcatApp {
  private EqualityTomcatApp() {}

  public static void main(String[] arguments) throws Exception {
    Path base = Files.createTempDirectory(Path.of("").toAbsolutePath(), "tomcat");
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(base.toString());
    tomcat.setHostname("localhost");
    tomcat.setPort(0);
    Context context = tomcat.addContext("", null);
    Wrapper servlet = Tomcat.addServlet(context, "equality", new EqualityServlet());
    servlet.setAsyncSupported(true);
    servlet.addMapping("/*");
    // As many requests on a connection as the test likes.
    tomcat.getConnector().setProperty("maxKeepAliveRequests", "-1");
    tomcat.start();
    System.out.println("port " + tomcat.getConnector().getLocalPort());
    tomcat.getServer().await();
  }
}
