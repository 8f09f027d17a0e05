/** Decides requests: by cache, by the sidecar, or by the last policy seen. */
@NullMarked
package io.pillion.agent.policy;

import org.jspecify.annotations.NullMarked;
