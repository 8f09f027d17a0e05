/**
 * The agent's entry and the class loader behind which everything else of it lives.
 *
 * <p>Only the JVM calls in here. These are the only classes of ours, beside the bootstrap package,
 * that an application could name.
 */
@NullMarked
package io.pillion.agent;

import org.jspecify.annotations.NullMarked;
