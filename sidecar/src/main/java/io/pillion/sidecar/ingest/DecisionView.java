package io.pillion.sidecar.ingest;

import io.pillion.ipc.wire.DecisionRecord;

/**
 * One decision as operators see it.
 *
 * @param serviceName the process that was asked
 */
public record DecisionView(String serviceName, DecisionRecord record) {}
