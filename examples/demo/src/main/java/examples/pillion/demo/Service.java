package examples.pillion.demo;

import java.net.URI;

/** An example application that runs and listens. */
public record Service(JavaProcess process, URI base) {

  public URI at(Route route) {
    return base.resolve(route.path());
  }
}
