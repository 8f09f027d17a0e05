package io.pillion.agent.app;

import jakarta.servlet.DispatcherType;
import java.nio.file.Files;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.apache.catalina.Context;
import org.apache.catalina.Wrapper;
import org.apache.catalina.servlets.DefaultServlet;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.descriptor.web.FilterDef;
import org.apache.tomcat.util.descriptor.web.FilterMap;

/** The servlets on embedded Tomcat. */
public final class TomcatApp {

  private TomcatApp() {}

  /**
   * Serves and calls itself.
   *
   * @param arguments {@code record} if the agent is present
   */
  public static void main(String[] arguments) throws Exception {
    Logger.getLogger("").setLevel(Level.OFF);
    Recorder recorder = arguments.length > 0 ? Recorder.install() : null;
    Tomcat tomcat = new Tomcat();
    tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
    tomcat.setPort(0);
    Context context = tomcat.addContext(ServletApp.CONTEXT, null);

    Wrapper servlet = Tomcat.addServlet(context, "app", new ServletApp.Servlet());
    servlet.setAsyncSupported(true);
    for (String pattern : Mappings.SYNCHRONOUS) {
      servlet.addMapping(pattern);
    }
    Wrapper async = Tomcat.addServlet(context, "async", new ServletApp.AsyncServlet());
    async.setAsyncSupported(true);
    for (String pattern : Mappings.ASYNCHRONOUS) {
      async.addMapping(pattern);
    }
    Tomcat.addServlet(context, "default", new DefaultServlet()).addMapping("/");
    addFilter(context);
    tomcat.start();
    ServletApp.callAll(tomcat.getConnector().getLocalPort());
    tomcat.stop();
    tomcat.destroy();
    if (recorder != null) {
      recorder.print();
    }
  }

  private static void addFilter(Context context) {
    FilterDef definition = new FilterDef();
    definition.setFilterName("marking");
    definition.setFilter(new ServletApp.MarkingFilter());
    definition.setAsyncSupported("true");
    context.addFilterDef(definition);
    FilterMap mapping = new FilterMap();
    mapping.setFilterName("marking");
    mapping.addURLPattern("/*");
    for (DispatcherType type : ServletApp.FILTERED) {
      mapping.setDispatcher(type.name());
    }
    context.addFilterMap(mapping);
  }
}
