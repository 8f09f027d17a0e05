package io.pillion.sidecar;

import org.jspecify.annotations.Nullable;

/** Which sidecar this is. */
final class Version {
  private Version() {}

  /** From the jar's manifest; {@code unknown} when run from class files. */
  static String current() {
    @Nullable Package home = Version.class.getPackage();
    @Nullable String version = home == null ? null : home.getImplementationVersion();
    return version == null ? "unknown" : version;
  }
}
