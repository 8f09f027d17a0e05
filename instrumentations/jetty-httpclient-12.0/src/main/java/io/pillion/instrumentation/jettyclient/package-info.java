/**
 * Client spans and trace headers for Jetty's HttpClient. The sources are those of Jetty 12; for
 * Jetty 9.4 to 11 the build makes another module of them, under the names of those versions.
 *
 * <p>Only the agent's host loads this package.
 */
@NullMarked
package io.pillion.instrumentation.jettyclient;

import org.jspecify.annotations.NullMarked;
