package examples.pillion.demo;

import java.net.URI;

/** An example application that runs and listens. */
record Service(JavaProcess process, URI base) {

  URI at(Route route) {
    return base.resolve(route.path());
  }
}
