/**
 * The route of requests that Spring WebFlux serves, whatever server is below it.
 *
 * <p>Only the agent's host loads this package.
 */
@NullMarked
package io.pillion.instrumentation.springwebflux;

import org.jspecify.annotations.NullMarked;
