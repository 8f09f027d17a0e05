package apps;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;

/** A resource with a path of its own. */
@Path("/items")
public class Items {

  @GET
  public String all() {
    return "all";
  }

  @GET
  @Path("{id}")
  public String one(@PathParam("id") String id) {
    if (id.equals("0")) {
      throw new NotFoundException();
    }
    return id;
  }

  /** A locator: what it returns goes on with the rest of the path. */
  @Path("{id}/parts")
  public Parts parts(@PathParam("id") String id) {
    return new Parts(id);
  }
}
