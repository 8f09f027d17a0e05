package examples.pillion.shop;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Prices a cart of two articles: asks the inventory for both at once and gives its thread back. */
final class CartServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  private final transient InventoryClient inventory;

  CartServlet(InventoryClient inventory) {
    this.inventory = inventory;
  }

  @Override
  @SuppressWarnings("FutureReturnValueIgnored") // the response is where the result goes
  protected void doGet(HttpServletRequest request, HttpServletResponse response) {
    AsyncContext async = request.startAsync();
    CompletableFuture<String> tea = inventory.stockLater("tea");
    CompletableFuture<String> cup = inventory.stockLater("cup");
    tea.thenCombine(cup, (first, second) -> "{\"cart\":[" + first + "," + second + "]}")
        .whenComplete((json, failure) -> finish(async, json, failure));
  }

  private static void finish(
      AsyncContext async, @Nullable String json, @Nullable Throwable failure) {
    HttpServletResponse response = (HttpServletResponse) async.getResponse();
    try {
      if (failure == null && json != null) {
        Json.write(response, json);
      } else {
        response.setStatus(HttpServletResponse.SC_BAD_GATEWAY);
        Json.write(response, "{\"error\":\"inventory did not answer\"}");
      }
    } catch (IOException e) {
      System.err.println("client went away: " + e.getMessage());
    } finally {
      async.complete();
    }
  }
}
