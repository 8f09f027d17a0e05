package examples.pillion.demo;

/**
 * A request to the shop and what must come of it.
 *
 * @param path with its query
 * @param status the answer expected
 * @param spans how many spans such a request leaves, in all services together
 */
public record Route(String path, int status, int spans) {

  /** Asks the inventory and waits: a server span here, a client span, a server span there. */
  static final Route CHECKOUT = new Route("/checkout?sku=tea", 200, 3);

  /** Asks the inventory twice without waiting. */
  static final Route CART = new Route("/cart", 200, 5);

  /** A page with a bug, while policy lets it be asked. */
  static final Route FAILING = new Route("/fail", 500, 1);

  /** The same page, refused by policy before it can fail. */
  static final Route FAILING_DENIED = new Route("/fail", 403, 1);

  /** A page that policy refuses from the start. */
  static final Route REPORT_DENIED = new Route("/admin/report", 403, 1);

  boolean denied() {
    return status == 403;
  }
}
