package apps;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.util.function.BiConsumer;

/** The JDK's first HTTP client. */
public final class HttpUrlConnectionApp implements Client {
  private static final int LIMIT_MILLIS = 2_000;

  public static void main(String[] arguments) throws IOException {
    ClientDriver.run(new HttpUrlConnectionApp());
  }

  @Override
  public Response send(Call call, int times) throws Exception {
    HttpURLConnection connection = (HttpURLConnection) call.uri.toURL().openConnection();
    connection.setConnectTimeout(LIMIT_MILLIS);
    connection.setReadTimeout(LIMIT_MILLIS);
    connection.setRequestMethod(call.method);
    call.headers.forEach(connection::setRequestProperty);
    if (call.body != null) {
      write(connection, call);
    }
    int status = connection.getResponseCode();
    String body = read(connection, status);
    for (String name : new String[] {"traceparent", "tracestate", "baggage"}) {
      if (!equal(connection.getRequestProperty(name), ownHeader(call, name))) {
        throw new IllegalStateException("the request's properties changed: " + name);
      }
    }
    return new Response(status, body);
  }

  /** In the ways there are: streamed or gathered, connected before or not. */
  private static void write(HttpURLConnection connection, Call call) throws IOException {
    byte[] body = call.body.getBytes(StandardCharsets.UTF_8);
    connection.setDoOutput(true);
    if (call.method.equals("PUT")) {
      connection.setFixedLengthStreamingMode(body.length);
      connection.connect();
    }
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
  }

  private static String read(HttpURLConnection connection, int status) throws IOException {
    try (InputStream in =
        status < 400 ? connection.getInputStream() : connection.getErrorStream()) {
      return in == null ? "" : new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String ownHeader(Call call, String name) {
    for (String header : call.headers.keySet()) {
      if (header.equalsIgnoreCase(name)) {
        return call.headers.get(header);
      }
    }
    return null;
  }

  private static boolean equal(String one, String other) {
    return one == null ? other == null : one.equals(other);
  }

  @Override
  public void sendAsync(Call call, BiConsumer<Response, Throwable> callback) {
    throw new UnsupportedOperationException();
  }
}
