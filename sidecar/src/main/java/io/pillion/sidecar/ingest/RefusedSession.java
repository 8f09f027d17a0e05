package io.pillion.sidecar.ingest;

/**
 * A session that is not read.
 *
 * @param id 32 hex digits
 * @param otherVersion whether a sidecar of another version could read it
 * @param cause for a person
 */
public record RefusedSession(String id, boolean otherVersion, String cause) {}
