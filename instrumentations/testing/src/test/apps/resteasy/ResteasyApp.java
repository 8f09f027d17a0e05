package apps;

import java.util.Map;
import org.jboss.resteasy.plugins.server.servlet.HttpServletDispatcher;

/** The resources on RESTEasy. */
public final class ResteasyApp {
  private static final String APPLICATION = "jakarta.ws.rs.Application";

  private ResteasyApp() {}

  public static void main(String[] arguments) throws Exception {
    String resources = ShopApplication.class.getName();
    new RoutedTomcat()
        .inContext(
            new HttpServletDispatcher(),
            Map.of(APPLICATION, resources, "resteasy.servlet.mapping.prefix", RoutedTomcat.PREFIX))
        .atRoot("/*", new HttpServletDispatcher(), Map.of(APPLICATION, resources))
        .serve();
  }
}
