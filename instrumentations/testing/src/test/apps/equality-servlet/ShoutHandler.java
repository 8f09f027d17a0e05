package apps;

import jakarta.servlet.http.HttpUpgradeHandler;
import jakarta.servlet.http.WebConnection;
import java.io.InputStream;
import java.io.OutputStream;

/** A protocol after HTTP: sends back in capitals what it receives, until a full stop. */
public final class ShoutHandler implements HttpUpgradeHandler {

  @Override
  public void init(WebConnection connection) {
    try (connection) {
      InputStream in = connection.getInputStream();
      OutputStream out = connection.getOutputStream();
      for (int c = in.read(); c >= 0 && c != '.'; c = in.read()) {
        out.write(Character.toUpperCase(c));
        out.flush();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void destroy() {
    // Nothing is held.
  }
}
