package apps;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** What a locator leads to, itself with a locator. */
public class Parts {
  private final String of;

  Parts(String of) {
    this.of = of;
  }

  @GET
  public String all() {
    return "parts of " + of;
  }

  @GET
  @Path("/{part}")
  public String one(@PathParam("part") String part) {
    return part + " of " + of;
  }

  @Path("{part}/inner/")
  public Parts inner(@PathParam("part") String part) {
    return new Parts(part);
  }
}
