package io.pillion.sidecar.admin;

import io.pillion.sidecar.config.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The state of the policy files at one moment.
 *
 * @param configured whether there is a policy path; nothing is checked without
 * @param loaded whether a set is in force
 * @param revision identifies the set in force, as it is logged and shown; null if none is
 * @param policies number of policies in force
 * @param loadedEpochMillis when the set in force was loaded; 0 if none is
 * @param reloadsSucceeded loads that put a set in force, the first included
 * @param reloadsFailed loads that left the last good set in force
 * @param problems what is wrong with the files as they are now; empty if they are in force
 */
public record PolicyStatus(
    boolean configured,
    boolean loaded,
    @Nullable String revision,
    int policies,
    long loadedEpochMillis,
    long reloadsSucceeded,
    long reloadsFailed,
    List<Problem> problems) {

  /** Where no policy path is configured. */
  public static PolicyStatus notConfigured() {
    return new PolicyStatus(false, false, null, 0, 0, 0, 0, List.of());
  }
}
