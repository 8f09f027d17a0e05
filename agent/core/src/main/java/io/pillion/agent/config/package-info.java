/**
 * What the operator asked for: options, system properties and environment, read once at start.
 *
 * <p>Used by everything in the agent; depends on nothing. No lambdas, streams or regular
 * expressions here: this code runs before the application's main method.
 */
@NullMarked
package io.pillion.agent.config;

import org.jspecify.annotations.NullMarked;
