package io.pillion.sidecar.policy;

import io.pillion.ipc.policy.CompiledPolicy;

/**
 * A policy and where it was written.
 *
 * @param line from 1, of its name
 * @param column from 1, of its name
 */
public record ParsedPolicy(CompiledPolicy policy, String file, int line, int column) {
  /** {@code file:line:column}. */
  String place() {
    return file + ":" + line + ":" + column;
  }
}
