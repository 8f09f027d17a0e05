package examples.pillion.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The sidecar's JSON on its admin address, and its readiness.
 *
 * <p><b>Failure.</b> While the sidecar is away every read throws an {@link IOException}.
 */
public final class SidecarApi {

  private final URI admin;
  private final URI health;

  SidecarApi(URI admin, URI health) {
    this.admin = admin;
    this.health = health;
  }

  /** Address of the page. */
  public URI page() {
    return admin.resolve("/");
  }

  public boolean ready() {
    return HttpCalls.status(health.resolve("/readyz")) == 200;
  }

  /** Every application process whose records the sidecar holds or reads. */
  public List<Session> sessions() throws IOException {
    List<Session> sessions = new ArrayList<>();
    for (Object item : items(read("/api/sessions"), "sessions")) {
      if (item instanceof Map<?, ?> json) {
        sessions.add(Session.of(json));
      }
    }
    return sessions;
  }

  /** The newest decisions, as the sidecar tells them. */
  List<?> decisions() throws IOException {
    return items(read("/api/decisions"), "decisions");
  }

  /** The sidecar's own state. */
  public Map<?, ?> status() throws IOException {
    return read("/api/status") instanceof Map<?, ?> status ? status : Map.of();
  }

  private @Nullable Object read(String path) throws IOException {
    HttpResponse<String> response = HttpCalls.get(admin.resolve(path));
    if (response.statusCode() != 200) {
      throw new IOException("sidecar answered: path=" + path + ", status=" + response.statusCode());
    }
    return Json.read(response.body());
  }

  /** A list, given as such or as the named field of an object. */
  private static List<?> items(@Nullable Object json, String field) {
    if (json instanceof Map<?, ?> object) {
      return items(object.get(field), field);
    }
    return json instanceof List<?> list ? list : List.of();
  }
}
