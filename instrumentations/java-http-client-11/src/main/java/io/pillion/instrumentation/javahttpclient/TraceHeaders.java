package io.pillion.instrumentation.javahttpclient;

import io.pillion.agent.bootstrap.HttpClientExchange;
import java.net.http.HttpHeaders;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;

/**
 * The application's headers with those of the trace context in place of any it set itself: a view,
 * which {@link HttpHeaders#of} walks through once and copies.
 */
public final class TraceHeaders extends AbstractMap<String, List<String>>
    implements HttpClientExchange.HeaderSetter, BiPredicate<String, String> {
  private final Map<String, List<String>> original;
  private final List<String> names = new ArrayList<>(4);
  private final List<List<String>> values = new ArrayList<>(4);

  private TraceHeaders(HttpHeaders original) {
    this.original = original.map();
  }

  static HttpHeaders over(HttpHeaders original, HttpClientExchange exchange) {
    TraceHeaders merged = new TraceHeaders(original);
    exchange.injectHeaders(merged);
    return HttpHeaders.of(merged, merged);
  }

  @Override
  public void set(String name, String value) {
    names.add(name);
    values.add(Collections.singletonList(value));
  }

  @Override
  public void remove(String name) {
    names.add(name);
    values.add(Collections.emptyList());
  }

  /** The latest of ours wins; what has no values is not there. */
  @Override
  public void forEach(BiConsumer<? super String, ? super List<String>> action) {
    for (Map.Entry<String, List<String>> header : original.entrySet()) {
      if (lastOf(header.getKey()) < 0) {
        action.accept(header.getKey(), header.getValue());
      }
    }
    for (int i = 0; i < names.size(); i++) {
      if (lastOf(names.get(i)) == i && !values.get(i).isEmpty()) {
        action.accept(names.get(i), values.get(i));
      }
    }
  }

  private int lastOf(String name) {
    for (int i = names.size() - 1; i >= 0; i--) {
      if (names.get(i).equalsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }

  @Override
  public Set<Map.Entry<String, List<String>>> entrySet() {
    List<Map.Entry<String, List<String>>> entries = new ArrayList<>();
    forEach((name, list) -> entries.add(new SimpleImmutableEntry<>(name, list)));
    return Set.copyOf(entries);
  }

  /** Keeps every header: the client checks them again when it sends. */
  @Override
  public boolean test(String name, String value) {
    return true;
  }
}
