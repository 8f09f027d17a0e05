/**
 * Context follows work through {@code java.util.concurrent}: thread pools, fork-join pools,
 * completable futures, virtual threads and, where asked, plain threads.
 *
 * <p>The targets are classes of the JDK's core, which run in the middle of anything. So the code
 * here allocates nothing outside of requests, calls nothing of the application's, and uses no class
 * that it instruments.
 *
 * <p>Only the agent's host loads this package.
 */
@NullMarked
package io.pillion.instrumentation.executors;

import org.jspecify.annotations.NullMarked;
