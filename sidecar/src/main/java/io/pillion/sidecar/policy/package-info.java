/**
 * Policy in the sidecar: reads Istio {@code AuthorizationPolicy} files, watches them, and decides.
 *
 * <p>Evaluation itself is {@code io.pillion.ipc.policy}, shared with the agent.
 */
@NullMarked
package io.pillion.sidecar.policy;

import org.jspecify.annotations.NullMarked;
