package io.pillion.instrumentation.javahttpclient;

import io.pillion.agent.bootstrap.HttpClientExchange;
import java.net.http.HttpHeaders;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The application's headers with those of the trace context in place of any it set itself: a view,
 * which {@link HttpHeaders#of} walks through once and copies.
 */
public final class TraceHeaders extends AbstractMap<String, List<String>>
    implements HttpClientExchange.HeaderSetter, BiPredicate<String, String> {
  private final Map<String, List<String>> original;

  /** Name and value in turn; a value that is null removes. */
  private @Nullable String[] ours = new @Nullable String[4];

  private int used;

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
    append(name, value);
  }

  @Override
  public void remove(String name) {
    append(name, null);
  }

  private void append(String name, @Nullable String value) {
    if (used == ours.length) {
      ours = Arrays.copyOf(ours, 2 * used);
    }
    ours[used++] = name;
    ours[used++] = value;
  }

  /** The latest of ours wins. */
  @Override
  public void forEach(BiConsumer<? super String, ? super List<String>> action) {
    for (Map.Entry<String, List<String>> header : original.entrySet()) {
      if (lastOf(header.getKey()) < 0) {
        action.accept(header.getKey(), header.getValue());
      }
    }
    for (int i = 0; i < used; i += 2) {
      String name = ours[i];
      String value = ours[i + 1];
      if (name != null && value != null && lastOf(name) == i) {
        action.accept(name, Collections.singletonList(value));
      }
    }
  }

  private int lastOf(String name) {
    for (int i = used - 2; i >= 0; i -= 2) {
      if (name.equalsIgnoreCase(ours[i])) {
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
