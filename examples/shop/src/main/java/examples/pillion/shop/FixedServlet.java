package examples.pillion.shop;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Answers every GET with the same JSON. */
final class FixedServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final String json;

  FixedServlet(String json) {
    this.json = json;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Json.write(response, json);
  }
}
