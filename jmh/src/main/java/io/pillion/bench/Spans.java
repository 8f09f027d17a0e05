package io.pillion.bench;

/**
 * How many ended spans a contender hands over in turn: more than a cache line, less than a heap.
 */
final class Spans {
  /** A power of two. */
  static final int COUNT = 1024;

  private Spans() {}
}
