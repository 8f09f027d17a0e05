package io.pillion.sidecar.inspect;

import io.pillion.sidecar.config.ListenAddress;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;

/**
 * What a running sidecar's admin listener says at one moment.
 *
 * <p>Asked with the JDK's old client: the newer one is not in the image's run time, and ours wants
 * threads of its own.
 */
public final class RunningSidecar {
  private static final int CONNECT_TIMEOUT_MILLIS = 2_000;
  private static final int READ_TIMEOUT_MILLIS = 5_000;
  private static final int MAX_ANSWER_BYTES = 16 << 20;
  private static final String SOMEBODY_ELSE =
      "somebody answers, but not as a sidecar of Pillion does";

  private final ListenAddress address;
  private final byte[] statusText;
  private final byte[] sessionsText;
  private final JsonObject status;
  private final JsonObject sessions;

  private RunningSidecar(ListenAddress address, byte[] statusText, byte[] sessionsText)
      throws IOException {
    this.address = address;
    this.statusText = statusText;
    this.sessionsText = sessionsText;
    this.status = JsonObject.parse(statusText);
    this.sessions = JsonObject.parse(sessionsText);
  }

  /**
   * Asks it.
   *
   * @throws IOException if nobody answers there, or somebody else; the message says which
   */
  public static RunningSidecar ask(ListenAddress address) throws IOException {
    byte[] status = get(address, "/api/status");
    byte[] sessions = get(address, "/api/sessions");
    try {
      RunningSidecar sidecar = new RunningSidecar(address, status, sessions);
      if (sidecar.status.text("version").isEmpty() || !sidecar.sessions.has("sessions")) {
        throw new IOException("fields are missing");
      }
      return sidecar;
    } catch (IOException e) {
      throw new IOException(SOMEBODY_ELSE + ": " + e.getMessage(), e);
    }
  }

  /** Whether applications find what they need. */
  public boolean isReady() {
    return status.flag("ready");
  }

  /** Its own words: all of {@code /api/status}, and {@code sessions} of {@code /api/sessions}. */
  public String json() {
    String first = new String(statusText, StandardCharsets.UTF_8);
    String second = new String(sessionsText, StandardCharsets.UTF_8);
    return first.substring(0, first.lastIndexOf('}'))
        + ","
        + second.substring(second.indexOf('{') + 1).stripTrailing()
        + "\n";
  }

  ListenAddress address() {
    return address;
  }

  JsonObject status() {
    return status;
  }

  JsonObject sessions() {
    return sessions;
  }

  private static byte[] get(ListenAddress address, String path) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) uri(address, path).toURL().openConnection(Proxy.NO_PROXY);
    connection.setConnectTimeout(CONNECT_TIMEOUT_MILLIS);
    connection.setReadTimeout(READ_TIMEOUT_MILLIS);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    try {
      int code = connection.getResponseCode();
      if (code != HttpURLConnection.HTTP_OK) {
        throw new IOException(SOMEBODY_ELSE + ": status=" + code + ", path=" + path);
      }
      try (InputStream body = connection.getInputStream()) {
        byte[] bytes = body.readNBytes(MAX_ANSWER_BYTES + 1);
        if (bytes.length > MAX_ANSWER_BYTES) {
          throw new IOException("answer is larger than " + MAX_ANSWER_BYTES + " bytes");
        }
        return bytes;
      }
    } finally {
      connection.disconnect();
    }
  }

  private static URI uri(ListenAddress address, String path) throws IOException {
    try {
      return new URI("http", null, address.host(), address.port(), path, null, null);
    } catch (URISyntaxException e) {
      throw new IOException("not a host: " + address.host(), e);
    }
  }
}
