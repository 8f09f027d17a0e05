/**
 * Server spans and the policy gate for the JDK's own HTTP server, {@code com.sun.net.httpserver}.
 *
 * <p>The state of an exchange hangs on its response stream, which the server keeps as long as the
 * exchange: no map, nothing to clean up. Only the agent's host loads this package.
 */
@NullMarked
package io.pillion.instrumentation.jdkhttpserver;

import org.jspecify.annotations.NullMarked;
