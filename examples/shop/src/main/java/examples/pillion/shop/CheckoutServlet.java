package examples.pillion.shop;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** Sells one article: asks the inventory and waits for the answer on the request's thread. */
final class CheckoutServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient InventoryClient inventory;

  CheckoutServlet(InventoryClient inventory) {
    this.inventory = inventory;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String sku = request.getParameter("sku");
    if (sku == null) {
      response.sendError(HttpServletResponse.SC_BAD_REQUEST, "sku is missing");
      return;
    }
    try {
      Json.write(response, "{\"sold\":true,\"stock\":" + inventory.stock(sku) + "}");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServletException("interrupted while asking the inventory", e);
    }
  }
}
