/**
 * Captures what is logged by {@code java.util.logging}.
 *
 * <p>Only the agent's host loads this package.
 */
@NullMarked
package io.pillion.instrumentation.javautillogging;

import org.jspecify.annotations.NullMarked;
