package apps;

import java.net.URI;
import java.util.Map;
import java.util.function.BiConsumer;

/** An HTTP client, as the driver uses it. */
public interface Client {
  /** What came back. */
  final class Response {
    final int status;
    final String body;

    public Response(int status, String body) {
      this.status = status;
      this.body = body;
    }
  }

  /** What to send. */
  final class Call {
    public final String method;
    public final URI uri;
    public final Map<String, String> headers;

    /** Null for none. */
    public final String body;

    Call(String method, URI uri, Map<String, String> headers) {
      this.method = method;
      this.uri = uri;
      this.headers = headers;
      this.body = method.equals("POST") || method.equals("PUT") ? "body" : null;
    }
  }

  /**
   * Makes one request object, sends it so many times, one after the other, and reads the responses
   * whole. A response must come within two seconds, or it is an error.
   */
  Response send(Call call, int times) throws Exception;

  /** Sends without waiting; the callback gets the response or what went wrong. */
  void sendAsync(Call call, BiConsumer<Response, Throwable> callback) throws Exception;
}
