package io.pillion.ipc.policy;

/**
 * Three-valued truth: a condition holds, does not, or cannot be told from the request.
 *
 * <p>Plain ints in this order make AND the minimum and OR the maximum.
 */
final class Match {
  static final int NO = 0;
  static final int UNKNOWN = 1;
  static final int YES = 2;

  private Match() {}

  static int of(boolean matched) {
    return matched ? YES : NO;
  }
}
