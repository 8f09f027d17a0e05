/**
 * Server and client spans, and the policy gate, for HTTP over Netty: a handler of ours stands right
 * behind the HTTP codec of each pipeline.
 *
 * <p>Only the agent's host loads this package.
 */
@NullMarked
package io.pillion.instrumentation.netty;

import org.jspecify.annotations.NullMarked;
