/**
 * The compiled policy and its evaluator, the same in sidecar and agent.
 *
 * <p>Semantics follow Istio's {@code AuthorizationPolicy}. Nothing here reads YAML or does I/O.
 */
@NullMarked
package io.pillion.ipc.policy;

import org.jspecify.annotations.NullMarked;
