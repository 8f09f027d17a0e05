package io.pillion.sidecar;

/** Exit codes, as in {@code sysexits.h}. */
final class ExitCode {
  static final int OK = 0;

  /** What was looked at is damaged, of another version, or does not add up. */
  static final int UNSOUND = 1;

  /** The operator must change the command, the file, or the environment. */
  static final int USAGE = 64;

  /** A fault of ours. */
  static final int SOFTWARE = 70;

  private ExitCode() {}
}
