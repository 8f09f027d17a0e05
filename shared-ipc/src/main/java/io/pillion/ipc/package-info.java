/**
 * The shared directory and what lives in it: sessions with their queues and reply slots, locks,
 * bells, the policy page. {@code AgentLink} is the application's end, {@code SidecarSession} the
 * sidecar's.
 */
@NullMarked
package io.pillion.ipc;

import org.jspecify.annotations.NullMarked;
