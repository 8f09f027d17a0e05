package apps;

import java.util.Map;
import org.glassfish.jersey.servlet.ServletContainer;

/** The resources on Jersey. */
public final class JerseyApp {
  private static final Map<String, String> APPLICATION =
      Map.of("jakarta.ws.rs.Application", ShopApplication.class.getName());

  private JerseyApp() {}

  public static void main(String[] arguments) throws Exception {
    new RoutedTomcat()
        .inContext(new ServletContainer(), APPLICATION)
        .atRoot("/*", new ServletContainer(), APPLICATION)
        .serve();
  }
}
