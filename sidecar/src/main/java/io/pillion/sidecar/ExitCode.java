package io.pillion.sidecar;

/** Exit codes, as in {@code sysexits.h}. */
final class ExitCode {
  static final int OK = 0;

  /** What was looked at is damaged, of another version, does not add up, or is not ready. */
  static final int UNSOUND = 1;

  /** The operator must change the command, the file, or the environment. */
  static final int USAGE = 64;

  /** Nobody answers where a sidecar should. */
  static final int UNAVAILABLE = 69;

  /** A fault of ours. */
  static final int SOFTWARE = 70;

  private ExitCode() {}
}
