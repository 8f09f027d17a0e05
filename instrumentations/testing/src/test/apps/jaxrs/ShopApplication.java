package apps;

import jakarta.ws.rs.core.Application;
import java.util.Collections;
import java.util.Set;

/** All resources. */
public final class ShopApplication extends Application {
  @Override
  public Set<Class<?>> getClasses() {
    return Collections.singleton(Items.class);
  }
}
