package examples.pillion.shop;

import jakarta.servlet.ServletResponse;
import java.io.IOException;

/** Writes a JSON body. */
final class Json {

  private Json() {}

  static void write(ServletResponse response, String json) throws IOException {
    response.setContentType("application/json");
    response.setCharacterEncoding("UTF-8");
    response.getWriter().write(json);
  }
}
