package io.pillion.sidecar.export;

import io.pillion.ipc.wire.SpanRecord;

/** A span and the {@code service.name} of the process that made it. */
public record StoredSpan(String serviceName, SpanRecord record) {}
