/** Counters that travel in a session's header, readable from the other process. */
@NullMarked
package io.pillion.ipc.status;

import org.jspecify.annotations.NullMarked;
