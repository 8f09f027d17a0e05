package io.pillion.sidecar.policy;

import io.pillion.sidecar.config.Problem;
import java.time.Instant;
import java.util.List;

/**
 * How the last reading of the policy files went.
 *
 * @param time when
 * @param ok whether it took effect; if not, what was in force before still is
 * @param problems why it did not
 * @param fileCount files read
 * @param revision of the snapshot in force
 * @param policyCount policies in force
 */
public record PolicyReload(
    Instant time,
    boolean ok,
    List<Problem> problems,
    int fileCount,
    long revision,
    int policyCount) {}
