package io.pillion.instrumentation.testing;

/** When a version has its turn: what is between the oldest and the newest only if asked for. */
enum Turn {
  ALWAYS,
  WHEN_NAMED;

  /** Whether a subject of that kind is to be run at all. */
  boolean comes(Enum<?> subject) {
    return this == ALWAYS || Selection.isNamed(subject);
  }
}
