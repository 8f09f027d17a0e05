package io.pillion.sidecar.policy;

import io.pillion.ipc.policy.PolicySnapshot;
import io.pillion.sidecar.config.Problem;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcome of reading a policy path once.
 *
 * @param snapshot null if and only if there are problems
 * @param problems all of them
 * @param fileCount files read
 * @param digest of names and contents: equal digests mean equal files
 */
public record PolicyLoad(
    @Nullable PolicySnapshot snapshot, List<Problem> problems, int fileCount, String digest) {}
