package io.pillion.instrumentation.testing;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which applications to run: those whose name contains {@code pillion.testing.only}, where {@code
 * *} is every one; without it, what a test runs by itself.
 */
final class Selection {
  private static final @Nullable String ONLY = System.getProperty("pillion.testing.only");

  private Selection() {}

  /** Whether to run it, if all are run by default. */
  static boolean has(Enum<?> subject) {
    return ONLY == null || isNamed(subject);
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
