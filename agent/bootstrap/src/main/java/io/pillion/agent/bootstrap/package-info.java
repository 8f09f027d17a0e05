/**
 * The types that instrumentations and the agent share.
 *
 * <p>They are defined once, on the bootstrap loader, so that advice in any application class loader
 * and the agent in its isolated loader see the same ones. JDK types only; no logging, no NIO.
 */
@NullMarked
package io.pillion.agent.bootstrap;

import org.jspecify.annotations.NullMarked;
