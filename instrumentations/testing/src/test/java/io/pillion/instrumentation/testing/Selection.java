package io.pillion.instrumentation.testing;

import examples.pillion.demo.Jdk;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which applications to run: those whose name contains {@code pillion.testing.only}, where {@code
 * *} is every one; without it, what a test runs by itself.
 *
 * <p>A library with several versions runs its first on the oldest JDK and the others on the newest:
 * each version, and each JDK, has its turn. What was asked for by name runs on every JDK.
 */
final class Selection {
  private static final @Nullable String ONLY = System.getProperty("pillion.testing.only");

  private Selection() {}

  /** Whether to run it, if all are run by default. */
  static boolean has(Enum<?> subject) {
    return ONLY == null || isNamed(subject);
  }

  /** On which JDKs to run it, of those there are, oldest first; on none if it is not to be run. */
  static List<Jdk> jdks(Enum<?> subject, List<Jdk> all) {
    if (!has(subject)) {
      return List.of();
    }
    List<? extends Enum<?>> versions =
        Stream.of(subject.getDeclaringClass().getEnumConstants())
            .filter(other -> library(other).equals(library(subject)))
            .toList();
    if (ONLY != null || versions.size() == 1) {
      return all;
    }
    return List.of(versions.get(0) == subject ? all.get(0) : all.get(all.size() - 1));
  }

  private static String library(Enum<?> subject) {
    return subject.name().replaceFirst("(_(EE)?[0-9]+)+$", "");
  }

  /** Whether to run it, if only those that were asked for are. */
  static boolean isNamed(Enum<?> subject) {
    return ONLY != null
        && (ONLY.equals("*")
            || subject
                .name()
                .contains(ONLY.toUpperCase(Locale.ROOT).replace('-', '_').replace('.', '_')));
  }
}
