package apps;

import java.util.Collections;
import java.util.Map;

/**
 * What the application answers, whatever server it runs on. An adapter per server turns its request
 * into a {@link Request} and this into a response.
 */
public final class Answer {
  /** What an answer may depend on. */
  public interface Request {
    /** Path without query. */
    String path();

    /** Null or empty if there is none. */
    String query();

    /** Null if there is none. */
    String header(String name);

    /** The whole body as UTF-8. */
    String body() throws Exception;
  }

  public final int status;
  public final Map<String, String> headers;
  public final String body;

  private Answer(int status, Map<String, String> headers, String body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  /**
   * The answer to a request.
   *
   * @throws IllegalStateException for {@code /exception}
   */
  public static Answer to(Request request) throws Exception {
    String path = request.path();
    switch (path) {
      case "/success":
        return new Answer(200, none(), "success");
      case "/redirect":
        return new Answer(302, Collections.singletonMap("Location", "/redirected"), "");
      case "/error-status":
        return new Answer(500, none(), "error");
      case "/exception":
        throw new IllegalStateException("controller exception");
      case "/captureHeaders":
        return new Answer(
            200,
            Collections.singletonMap("X-Test-Response", request.header("X-Test-Request")),
            "headers captured");
      case "/query":
        return new Answer(200, none(), request.query());
      case "/path/123/param":
        return new Answer(200, none(), "123");
      case "/child":
        return new Answer(200, none(), Child.call(request.query().substring("id=".length())));
      case "/child-from-request-body":
        return new Answer(200, none(), Child.call(request.body()));
      case "/denied":
        return new Answer(200, none(), "the application ran");
      default:
        return new Answer(404, none(), "not found");
    }
  }

  private static Map<String, String> none() {
    return Collections.emptyMap();
  }
}
