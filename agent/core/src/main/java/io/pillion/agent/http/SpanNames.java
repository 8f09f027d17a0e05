package io.pillion.agent.http;

import java.util.HashMap;
import java.util.Map;

/**
 * Names of server spans by the semantic conventions: method and route.
 *
 * <p><b>Threading.</b> The writer thread.
 */
final class SpanNames {
  private final Map<String, Memo<String>> byMethod = new HashMap<>();

  /**
   * The name.
   *
   * @param method one of the known methods, or what stands for the others: there are few
   */
  String of(String method, String route) {
    Memo<String> names = byMethod.get(method);
    if (names == null) {
      names = new Memo<>(template -> method + ' ' + Attributes.cutOfFew(template));
      byMethod.put(method, names);
    }
    return String.valueOf(names.of(route));
  }
}
