package io.pillion.sidecar.export;

import java.util.Set;

/**
 * One trace in a list.
 *
 * @param id 32 hex digits
 * @param rootName name of the root, or of the earliest span where the root is not known
 * @param rootService service of that span
 * @param rootKnown whether a span without parent is among them
 * @param startEpochNanos earliest start
 * @param durationNanos from there to the latest end
 * @param error whether any span has failed
 */
public record TraceSummary(
    String id,
    String rootName,
    String rootService,
    boolean rootKnown,
    long startEpochNanos,
    long durationNanos,
    int spanCount,
    Set<String> services,
    boolean error) {}
