package io.pillion.ipc.wire;

import io.pillion.ipc.policy.CheckRequest;

/**
 * A policy question as it left the request queue.
 *
 * @param slot where the answer is awaited
 * @param generation that must still be in the slot
 */
public record CheckMessage(int slot, long generation, CheckRequest request) {}
