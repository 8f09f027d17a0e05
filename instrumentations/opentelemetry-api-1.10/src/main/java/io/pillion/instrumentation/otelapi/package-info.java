/**
 * Serves applications that make spans of their own by the OpenTelemetry API: without an SDK of
 * theirs, what the API hands out records into the agent.
 *
 * <p>The classes named in the module are defined in the application's class loader; they link only
 * to the API, the JDK and the agent's bootstrap API.
 */
@NullMarked
package io.pillion.instrumentation.otelapi;

import org.jspecify.annotations.NullMarked;
