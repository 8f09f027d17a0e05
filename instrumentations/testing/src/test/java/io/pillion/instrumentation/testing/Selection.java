package io.pillion.instrumentation.testing;

import java.util.Locale;

/** Which applications to run: those whose name contains {@code pillion.testing.only}, or all. */
final class Selection {
  private static final String ONLY =
      System.getProperty("pillion.testing.only", "").toUpperCase(Locale.ROOT);

  private Selection() {}

  static boolean has(Enum<?> subject) {
    return subject.name().contains(ONLY.replace('-', '_').replace('.', '_'));
  }
}
