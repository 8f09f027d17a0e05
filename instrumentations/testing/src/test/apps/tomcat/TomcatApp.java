package apps;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.startup.Tomcat;

/** Embedded Tomcat, any version. */
public final class TomcatApp {
  private TomcatApp() {}

  public static void main(String[] arguments) throws Exception {
    Path base = Files.createTempDirectory(Path.of("").toAbsolutePath(), "tomcat");
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(base.toString());
    tomcat.setHostname("localhost");
    tomcat.setPort(0);
    Context context = tomcat.addContext("", null);
    Wrapper servlet = Tomcat.addServlet(context, "answer", new AnswerServlet());
    for (String mapping : AnswerServlet.MAPPINGS) {
      servlet.addMapping(mapping);
    }
    tomcat.getConnector();
    tomcat.start();
    System.out.println("port " + tomcat.getConnector().getLocalPort());
    tomcat.getServer().await();
  }
}
