/**
 * Tells Netty's instrumentation for whom Reactor Netty works: its client sends on an event loop,
 * long after the subscription that asked for it, and its server keeps pipelined requests waiting.
 *
 * <p>Only the agent's host loads this package.
 */
@NullMarked
package io.pillion.instrumentation.reactornetty;

import org.jspecify.annotations.NullMarked;
