package examples.pillion.inventory;

import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;

/** What lies on the shelves. Safe for use by many threads. */
final class Stock {

  private final Map<String, Integer> onHand =
      new ConcurrentHashMap<>(Map.of("tea", 120, "cup", 48, "kettle", 7));

  /** Pieces on hand, or empty if there is no such article. */
  OptionalInt onHand(String sku) {
    Integer count = onHand.get(sku);
    return count == null ? OptionalInt.empty() : OptionalInt.of(count);
  }

  /** Fills every shelf up to at least {@code count} and returns the number of articles. */
  int restock(int count) {
    onHand.replaceAll((sku, present) -> Math.max(present, count));
    return onHand.size();
  }
}
