package apps;

import jakarta.servlet.Servlet;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;

/** A Tomcat for one framework: below a context path and a mapping, and at the root of all. */
final class RoutedTomcat {
  /** Where the framework is mapped in the context {@code /shop}. */
  static final String PREFIX = "/api";

  private final Tomcat tomcat = new Tomcat();

  RoutedTomcat() throws Exception {
    tomcat.setBaseDir(Files.createTempDirectory(Path.of("").toAbsolutePath(), "tomcat").toString());
    tomcat.setHostname("localhost");
    tomcat.setPort(0);
  }

  RoutedTomcat inContext(Servlet servlet, Map<String, String> parameters) {
    return with("/shop", PREFIX + "/*", servlet, parameters);
  }

  RoutedTomcat atRoot(String mapping, Servlet servlet, Map<String, String> parameters) {
    return with("", mapping, servlet, parameters);
  }

  private RoutedTomcat with(
      String contextPath, String mapping, Servlet servlet, Map<String, String> parameters) {
    Context context = tomcat.addContext(contextPath, null);
    Wrapper wrapper = Tomcat.addServlet(context, "framework", servlet);
    parameters.forEach(wrapper::addInitParameter);
    wrapper.addMapping(mapping);
    return this;
  }

  void serve() throws Exception {
    tomcat.getConnector();
    tomcat.start();
    System.out.println("port " + tomcat.getConnector().getLocalPort());
    tomcat.getServer().await();
  }
}
