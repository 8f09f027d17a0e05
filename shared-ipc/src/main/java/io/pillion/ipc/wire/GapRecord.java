package io.pillion.ipc.wire;

/**
 * Says that records were dropped between the one before and the one after.
 *
 * @param dropped how many since the last gap record
 */
public record GapRecord(long sequence, long dropped) implements TelemetryEvent {}
