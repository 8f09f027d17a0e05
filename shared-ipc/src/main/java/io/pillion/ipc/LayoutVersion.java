package io.pillion.ipc;

/**
 * Version of the layout of all files in the shared directory but the policy snapshot, which has its
 * own. A word: major in the high half, minor in the low one.
 *
 * <p>Another major is not to be touched. A newer minor only adds what a reader may leave alone;
 * where it may not, the writer names the oldest version that can read the file.
 */
final class LayoutVersion {
  static final int MAJOR = 1;
  static final int MINOR = 1;

  static final long CURRENT = of(MAJOR, MINOR);

  /** Readers of this version and later can read what this version writes. */
  static final long OLDEST_READER = of(MAJOR, 0);

  private LayoutVersion() {}

  static long of(int major, int minor) {
    return (long) major << 32 | minor;
  }

  static String describe(long version) {
    return (version >>> 32) + "." + (version & 0xffffffffL);
  }

  /** Whether this version can read what was written as {@code version}. */
  static boolean isReadable(long version, long oldestReader) {
    return version >>> 32 == MAJOR && Long.compareUnsigned(oldestReader, CURRENT) <= 0;
  }

  static void requireReadable(String what, long version, long oldestReader)
      throws UnsupportedLayoutException {
    if (!isReadable(version, oldestReader)) {
      throw new UnsupportedLayoutException(
          what
              + " is of another version: layout="
              + describe(version)
              + ", oldest-reader="
              + describe(oldestReader)
              + ", this="
              + describe(CURRENT)
              + "; use agents and sidecars of neighbouring versions");
    }
  }
}
