package io.pillion.instrumentation.httpurlconnection;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The way into the JDK's list of headers to send, {@code sun.net.www.MessageHeader}, which no class
 * outside {@code java.base} may name; advice within the connection lends its rights.
 *
 * <p><b>Threading.</b> Any thread; a list locks itself.
 */
public final class HeaderList {
  private static volatile @Nullable HeaderList known;

  private final MethodHandle remove;
  private final MethodHandle add;
  private final MethodHandle values;

  private HeaderList(MethodHandles.Lookup lookup, Class<?> type)
      throws ReflectiveOperationException {
    MethodType one = MethodType.methodType(void.class, String.class);
    MethodType two = one.appendParameterTypes(String.class);
    this.remove =
        lookup.findVirtual(type, "remove", one).asType(one.insertParameterTypes(0, Object.class));
    this.add =
        lookup.findVirtual(type, "add", two).asType(two.insertParameterTypes(0, Object.class));
    this.values =
        lookup
            .findVirtual(type, "getHeaders", MethodType.methodType(Map.class))
            .asType(MethodType.methodType(Map.class, Object.class));
  }

  /** The way in; null as long as none was made. */
  static @Nullable HeaderList known() {
    return known;
  }

  /** The way in, made of these rights the first time. */
  static HeaderList reachedBy(MethodHandles.Lookup lookup, Object list) {
    HeaderList access = known;
    if (access == null) {
      try {
        access = new HeaderList(lookup, list.getClass());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("this JDK keeps its headers in another way", e);
      }
      known = access;
    }
    return access;
  }

  /**
   * What stands in a list, a name and a value in turn.
   *
   * @param headers names, each with a value that does not count here
   */
  String[] valuesOf(Object list, String[] headers) {
    List<String> found = new ArrayList<>();
    for (Map.Entry<String, List<String>> header : all(list).entrySet()) {
      for (int i = 0; i < headers.length; i += 2) {
        if (headers[i].equalsIgnoreCase(header.getKey())) {
          for (String value : header.getValue()) {
            found.add(header.getKey());
            found.add(value);
          }
        }
      }
    }
    return found.toArray(new String[0]);
  }

  /**
   * Replaces headers.
   *
   * @param removed names, each with a value that does not count here
   * @param added names and values in turn; one without a value is left out
   */
  void replace(Object list, String[] removed, @Nullable String[] added) {
    try {
      for (int i = 0; i < removed.length; i += 2) {
        remove.invokeExact(list, removed[i]);
      }
      for (int i = 0; i < added.length; i += 2) {
        if (added[i + 1] != null) {
          add.invokeExact(list, added[i], added[i + 1]);
        }
      }
    } catch (Throwable e) {
      throw new IllegalStateException("the headers to send cannot be changed", e);
    }
  }

  @SuppressWarnings("unchecked")
  private Map<String, List<String>> all(Object list) {
    try {
      return (Map<String, List<String>>) (Map<?, ?>) values.invokeExact(list);
    } catch (Throwable e) {
      throw new IllegalStateException("the headers to send cannot be read", e);
    }
  }
}
