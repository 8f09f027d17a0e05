/**
 * Applications that the tests run in JVMs of their own, with and without the agent.
 *
 * <p>Each prints {@code behaviour} lines, which must not depend on the agent, and {@code span}
 * lines from a recorder in place of the agent's runtime.
 */
@NullMarked
package io.pillion.agent.app;

import org.jspecify.annotations.NullMarked;
